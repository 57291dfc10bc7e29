/// How much of a quota is used.
package struct QuotaUse: Hashable, Sendable {
    /// The octets that are used.
    package let used: UInt64

    /// The octets that there may be.
    package let limit: UInt64

    /// Makes the use of a quota.
    package init(used: UInt64, limit: UInt64) {
        self.used = used
        self.limit = limit
    }

    /// The use in one sentence part, such as `1.2 MB of 1.0 GB used`.
    var text: String { "\(FileSize(used)) of \(FileSize(limit)) used" }
}
