import AttachmentStore
package import FoundationEssentials
package import SQLDatabase

/// Ends the grace of what users have removed, so that a front releases it.
package struct RemovalPurge: Sendable {
    /// The most attachments of one transaction: other writes wait for it.
    private static let step = 1_000

    private let database: any SQLDatabase
    private let attachments = AttachmentStore()

    /// Creates a purge of a database.
    package init(_ database: any SQLDatabase) {
        self.database = database
    }

    /// Makes everything due that a report has.
    ///
    /// What is restored meanwhile stays. A purge that breaks off has purged a part, and can be run again.
    ///
    /// - Parameters:
    ///   - report: What is purged; what was removed after it was made has a grace as ever.
    ///   - now: The present.
    ///   - progress: Is told how many attachments are due, after each step.
    /// - Returns: How many attachments are due that were not.
    /// - Throws: `SQLError`.
    package func purge(
        _ report: RemovalReport,
        now: Date,
        progress: (Int) -> Void = { _ in }
    ) async throws -> Int {
        var total = 0
        for line in report.lines {
            let (attachments, domain, instant) = (attachments, line.removed.domain, report.instant)
            var ended = Self.step
            while ended == Self.step {
                ended = try await database.write { txn in
                    try attachments.endGrace(
                        of: domain,
                        removedBefore: instant,
                        now: now,
                        limit: Self.step,
                        in: txn
                    )
                }
                total += ended
                progress(total)
            }
        }
        return total
    }
}
