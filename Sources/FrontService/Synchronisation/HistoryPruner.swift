import CalendarStore
import FoundationEssentials
package import Logging
import SQLDatabase

/// Forgets removals that every client has had time to hear of, so that histories of changes do not grow for ever (RFC
/// 6578 §3.2).
///
/// Several fronts may run one each: a home is visited by whichever comes first.
package struct HistoryPruner: FrontExtension, PeriodicWork {
    /// The seconds for which a removal is remembered at least: 90 days; a client that was away for longer begins anew.
    private static let memory = 90.0 * 86_400

    /// The homes that are visited in one transaction.
    private static let homesPerVisit = 50

    /// The names that are forgotten in one transaction.
    private static let namesPerVisit = 1_000

    /// The pause between two looks for homes that are due.
    package let longestPause = Duration.seconds(3600)

    /// The name of the work in the log.
    package let workName = "histories"

    /// The logger of the background.
    package let logger: Logger

    private let dependencies: FrontDependencies

    /// Makes a pruner, which begins with ``run()``.
    package init(dependencies: FrontDependencies, logger: Logger) {
        self.dependencies = dependencies
        self.logger = logger
    }

    /// Visits every home that is due, and has the database give back what its log has grown by.
    package func look() async throws -> PeriodicLook {
        let count = try await workOff()
        try await dependencies.database.shortenLog()
        return PeriodicLook(count: count)
    }

    /// Visits every home that is due.
    ///
    /// - Returns: The number of homes that were visited.
    /// - Throws: `SQLError`; `CancellationError`.
    func workOff() async throws -> Int {
        let (store, now) = (dependencies.calendars, dependencies.now())
        let date = now.addingTimeInterval(-Self.memory)
        var count = 0
        while true {
            try Task.checkCancellation()
            let visit = try await dependencies.database.write { txn in
                try store.pruneHistories(
                    visitedBefore: date,
                    now: now,
                    limit: Self.homesPerVisit,
                    forgetting: Self.namesPerVisit,
                    in: txn
                )
            }
            count += visit.homes
            guard !visit.isDone else { return count }
        }
    }
}
