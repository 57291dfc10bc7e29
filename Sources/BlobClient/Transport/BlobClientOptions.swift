/// The limits of the clients of the internal API.
package struct BlobClientOptions: Sendable {
    /// How often a call is sent at most, the first time included.
    package var attempts = 3

    /// The time after which a call is not sent again, however often it was: whoever waits is told then.
    package var repetitionLimit: Duration = .seconds(10)

    /// The pause before the second sending; each further one is twice as long.
    package var firstPause: Duration = .milliseconds(50)

    /// The time until the head of the answer to a short call is there, and for each further piece of that answer.
    package var callTimeout: Duration = .seconds(15)

    /// The time for a part of an upload, or for a whole one that is no longer than a part.
    package var partTimeout: Duration = .seconds(60)

    /// The time for telling a node that an upload was given up.
    package var abandonTimeout: Duration = .seconds(5)

    /// The time that an upload may make no progress, as while its node restarts; but where the node says that its shard
    /// takes nothing, that is passed on.
    package var stallLimit: Duration = .seconds(60)

    /// The time that a streamed answer may make no progress.
    package var idleTimeout: Duration = .seconds(60)

    /// The time for setting up a connection.
    package var connectTimeout: Duration = .seconds(5)

    /// The time in which the system at the other end confirms nothing, after which its host is taken to be gone.
    package var silenceLimit: Duration = .seconds(8)

    /// The connections to one node at most, for streams and for short calls each; as many as a listener takes.
    package var connectionsPerNode = 4_096

    /// The bytes of a body that are gathered before any are sent; a longer one goes through an upload session.
    package var pieceBytes = 2 << 20

    /// The pieces of an upload that are sent at a time and kept until they are durable, at most.
    package var piecesPerPart = 3

    /// The bytes that all uploads of more than a piece hold together, before each sends its pieces one by one.
    package var uploadBytes = 32 << 20

    /// Creates the standard limits.
    package init() {}
}
