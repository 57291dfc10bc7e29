/// How much shares one transaction.
package struct WriteGroupBounds: Hashable, Sendable {
    /// The most writes in a transaction, at least one.
    package let maximumWrites: Int

    /// How long a transaction takes in more writes; with its last body, that is how long the first waits for COMMIT.
    package let maximumDuration: Duration

    /// Creates bounds.
    package init(maximumWrites: Int, maximumDuration: Duration) {
        precondition(maximumWrites > 0, "A transaction has a write.")
        self.maximumWrites = maximumWrites
        self.maximumDuration = maximumDuration
    }

    /// The bounds of a service: as many writes as it has busy clients, within the time of a few syncs.
    package static let standard = WriteGroupBounds(maximumWrites: 64, maximumDuration: .milliseconds(20))
}
