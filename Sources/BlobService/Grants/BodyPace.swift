import BlobModel

/// How fast the body of a granted upload has to come, and until when.
///
/// While it comes it keeps memory of the node that others wait for. Only the time in which the client is waited for
/// counts, not the time that the store takes.
struct BodyPace: Sendable {
    /// The octets that have to come in a second, on the average.
    static let rate: UInt64 = 4 << 10

    /// The time that a client may be behind.
    static let grace = Duration.seconds(30)

    /// The time after which no octet is taken, however fast they came: the row of its grant waits for it.
    static let longest = Duration.seconds(82_800)

    private var waited = Duration.zero
    private var count: UInt64 = 0

    /// Creates the pace of a body of which nothing has come.
    init() {}

    /// Takes note of a piece of the body.
    ///
    /// - Parameters:
    ///   - count: The octets of the piece.
    ///   - pause: The time for which it was waited for.
    ///   - elapsed: The time since the body was begun.
    /// - Throws: `BlobError.bodyFailed` for a body that is too slow.
    mutating func note(_ count: Int, after pause: Duration, elapsed: Duration) throws(BlobError) {
        self.count += UInt64(count)
        waited += pause
        guard elapsed <= Self.longest else { throw .bodyFailed("It took longer than \(Self.longest).") }
        guard waited <= Self.grace + .seconds(Double(self.count) / Double(Self.rate)) else {
            throw .bodyFailed("It came slower than \(Self.rate) bytes a second.")
        }
    }
}
