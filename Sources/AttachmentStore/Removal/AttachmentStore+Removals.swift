package import BlobModel
package import FoundationEssentials
package import SQLDatabase

/// What a home has removed and can still have back.
package struct RemovedHoldings: Hashable, Sendable {
    /// The home.
    package let domain: DedupDomain

    /// How many attachments.
    package let count: Int

    /// Their octets, those of each attachment once.
    package let octets: UInt64

    /// The instant of the earliest removal.
    package let oldest: Date

    /// The instant from which the first of them can not be had back any more.
    package let due: Date
}

extension AttachmentStore {
    /// Returns what homes have removed and can still have back, in the order of the homes; those without any are left out.
    ///
    /// - Parameters:
    ///   - domain: The home, or nil for all.
    ///   - instant: Only what was removed before it counts; nil for everything.
    ///   - txn: The transaction.
    /// - Returns: One element for each home.
    /// - Throws: `SQLError`.
    package func removals(
        of domain: DedupDomain?,
        before instant: Date?,
        in txn: any SQLTransaction
    ) throws -> [RemovedHoldings] {
        let (condition, arguments) = Self.removedBefore(instant, of: domain)
        return try txn.query(
            """
            SELECT x.domain, COUNT(*) AS holdings, CAST(SUM(a.size) AS BIGINT) AS octets, MIN(h.removed) AS oldest,
                MIN(x.due) AS due
            FROM \(Self.removedHoldings) CROSS JOIN attachment a
            WHERE \(condition) AND a.id = h.attachment GROUP BY x.domain ORDER BY x.domain
            """,
            arguments
        ).map { row in
            RemovedHoldings(
                domain: try row.parsed("domain") { try? DedupDomain(validating: $0) },
                count: Int(try row.count("holdings")),
                octets: try row.count("octets"),
                oldest: try row.instant("oldest"),
                due: try row.instant("due")
            )
        }
    }

    /// Ends the grace of what a home has removed, so that the next release takes it.
    ///
    /// - Parameters:
    ///   - domain: The home.
    ///   - instant: Only what was removed before it; nil for everything.
    ///   - now: The present.
    ///   - limit: The most attachments.
    ///   - txn: The transaction.
    /// - Returns: How many had a grace; fewer than `limit` mean that there are no more.
    /// - Throws: `SQLError`.
    package func endGrace(
        of domain: DedupDomain,
        removedBefore instant: Date?,
        now: Date,
        limit: Int,
        in txn: any SQLTransaction
    ) throws -> Int {
        let (condition, arguments) = Self.removedBefore(instant, of: domain)
        return try txn.execute(
            """
            UPDATE attachment_outbox SET due = ? WHERE reference IN (
                SELECT x.reference FROM \(Self.removedHoldings)
                WHERE \(condition) AND x.started = 0 AND x.due > ? LIMIT ?
            )
            """,
            [SQLValue(now)] + arguments + [SQLValue(now), SQLValue(limit)]
        )
    }

    /// CROSS JOIN has SQLite begin with the outbox, which is as long as the answer.
    private static let removedHoldings = "attachment_outbox x CROSS JOIN attachment_holding h"

    private static func removedBefore(_ instant: Date?, of domain: DedupDomain?) -> (String, [SQLValue]) {
        var (conditions, arguments) = (["\(isOutboxOfHolding) AND h.state = 'removed'"], [SQLValue]())
        if let domain {
            conditions.append("x.domain = ?")
            arguments.append(.text(domain.id))
        }
        if let instant {
            conditions.append("h.removed < ?")
            arguments.append(SQLValue(instant))
        }
        return (conditions.joined(separator: " AND "), arguments)
    }
}
