package import AttachmentStore
import BlobModel
package import CalendarStore
package import FoundationEssentials
package import SQLDatabase

/// What users have removed and could still have back.
package struct RemovalReport: Hashable, Sendable {
    /// What one home has.
    package struct Line: Hashable, Sendable {
        /// The name of the home's owner, or `nil` when the owner was removed.
        package let owner: UserID?

        /// What was removed.
        package let removed: RemovedHoldings
    }

    /// One line for each home that has anything, in the order of the owners' names; those without an owner come last.
    package let lines: [Line]

    /// What was removed at this instant or later is not in the report.
    package let instant: Date

    /// The number of attachments in all homes together.
    package var count: Int { lines.reduce(0) { $0 + $1.removed.count } }

    /// Their octets together.
    package var octets: UInt64 { lines.reduce(0) { $0 + $1.removed.octets } }

    /// Makes the report of one home, or of all.
    ///
    /// - Parameters:
    ///   - user: The owner of the home; nil for all homes, those of removed users included.
    ///   - instant: Only what was removed before it counts; nil for everything.
    ///   - made: The present.
    ///   - txn: The transaction.
    /// - Throws: `CalendarStoreError.principalNotFound`; `SQLError`.
    package init(of user: UserID?, before instant: Date?, made: Date, in txn: any SQLTransaction) throws {
        let end = min(instant ?? made, made)
        let principals = try CalendarStore().principals(in: txn)
        var home: HomeID?
        if let user {
            guard let principal = principals.first(where: { $0.uid == user }) else {
                throw CalendarStoreError.principalNotFound(user)
            }
            home = principal.home
        }
        let domain = try home.map { try DedupDomain(validating: $0.text) }
        let owners = Dictionary(uniqueKeysWithValues: principals.map { ($0.home.text, $0.uid) })
        self.instant = end
        lines = try AttachmentStore().removals(of: domain, before: end, in: txn)
            .map { Line(owner: owners[$0.domain.id], removed: $0) }
            .sorted { left, right in
                guard let first = left.owner, let second = right.owner else {
                    return left.owner != nil && right.owner == nil
                }
                return first.text < second.text
            }
    }
}
