import AttachmentStore
import BlobModel
import FoundationEssentials
import Logging
import SQLDatabase
import Synchronization

/// Forgets verdicts on bytes that no home has any more, a bounded number of rows at a time.
final class VerdictPruner: PeriodicWork {
    /// The seconds for which a verdict is kept in any case: as long as it counts whatever the signatures are.
    private static let age = 86_400.0

    /// The pause between two looks.
    let longestPause = Duration.seconds(60)

    /// The name of the work in the log.
    let workName = "verdicts"

    /// The logger of the background.
    let logger: Logger

    private let dependencies: FrontDependencies

    /// The rows that one look is at.
    private let limit: Int

    /// The last row that was looked at; nil at the beginning of the table.
    private let last = Mutex<ContentID?>(nil)

    /// Makes a pruner, which begins with ``run()``, in steps of at most so many rows.
    init(dependencies: FrontDependencies, logger: Logger, limit: Int = 1000) {
        self.dependencies = dependencies
        self.logger = logger
        self.limit = limit
    }

    /// Looks at the next rows of the table, and begins anew after its end.
    ///
    /// - Throws: `SQLError`; the next look is at the same rows.
    func look() async throws -> PeriodicLook {
        let checked = dependencies.now().addingTimeInterval(-Self.age)
        let (store, limit, last) = (dependencies.attachments, limit, last.withLock(\.self))
        let next = try await dependencies.database.write { txn in
            try store.forgetVerdicts(checkedBefore: checked, after: last, limit: limit, in: txn)
        }
        self.last.withLock { $0 = next }
        return PeriodicLook()
    }
}
