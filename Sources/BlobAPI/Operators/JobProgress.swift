/// How far a job has come.
package struct JobProgress: Codable, Hashable, Sendable {
    /// What is counted.
    package enum Unit: String, Codable, Sendable {
        /// Bytes.
        case bytes
        /// References, chunks, or sessions.
        case items
    }

    /// How much is done.
    package let done: UInt64

    /// How much there is, or 0 when that is not known.
    package let total: UInt64

    /// Creates a progress.
    package init(done: UInt64, total: UInt64) {
        self.done = done
        self.total = total
    }
}
