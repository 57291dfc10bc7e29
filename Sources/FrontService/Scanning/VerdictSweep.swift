import AttachmentStore
import BlobModel
import FoundationEssentials
import SQLDatabase

/// Forgets verdicts on bytes that no home has any more, a bounded number of rows at a time.
struct VerdictSweep: Sendable {
    /// The seconds for which a verdict is kept in any case: as long as it counts whatever the signatures are.
    private static let age = 86_400.0

    /// The seconds from one step to the next.
    private static let pause = 60.0

    /// The rows that one step looks at.
    private let limit: Int

    /// The instant from which on the next step is made.
    private var next = Date.distantPast

    /// The last row that was looked at; nil at the beginning of the table.
    private var last: ContentID?

    /// Begins a sweep, in steps of at most so many rows.
    init(limit: Int = 1000) {
        self.limit = limit
    }

    /// Makes the next step, unless the one before was a short while ago.
    ///
    /// - Throws: `SQLError`; the next call tries again.
    mutating func step(_ dependencies: FrontDependencies) async throws {
        let now = dependencies.now()
        guard now >= next else { return }
        let (store, last, limit) = (dependencies.attachments, last, limit)
        let checked = now.addingTimeInterval(-Self.age)
        self.last = try await dependencies.database.write { txn in
            try store.forgetVerdicts(checkedBefore: checked, after: last, limit: limit, in: txn)
        }
        next = now.addingTimeInterval(Self.pause)
    }
}
