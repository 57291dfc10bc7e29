/// The limits of the clients of the internal API.
package struct BlobClientOptions: Sendable {
    /// How often a call is sent at most, the first time included.
    package var attempts = 3

    /// The pause before the second sending; each further one is twice as long.
    package var firstPause: Duration = .milliseconds(50)

    /// The time for the whole of a call without a streamed body, and for the head of one with a streamed answer.
    package var callTimeout: Duration = .seconds(15)

    /// The time for the whole of an upload.
    package var uploadTimeout: Duration = .seconds(4 * 3600)

    /// The time that an answer may make no progress.
    package var idleTimeout: Duration = .seconds(60)

    /// The time for setting up a connection.
    package var connectTimeout: Duration = .seconds(5)

    /// The connections to one node at most, for streams and for short calls each; as many as a listener takes.
    package var connectionsPerNode = 4_096

    /// The bytes of an upload that are kept in memory, so that a small upload can be sent again.
    package var replayableBytes = 256 * 1024

    /// Creates the standard limits.
    package init() {}
}
