import CalendarStore
import FoundationEssentials
package import Logging
import SQLDatabase
package import ServiceLifecycle

/// Forgets removals that every client has had time to hear of, so that histories of changes do not grow for ever (RFC
/// 6578 §3.2).
///
/// Several fronts may run one each: a home is visited by whichever comes first.
package struct HistoryPruner: FrontExtension, Service {
    /// The seconds for which a removal is remembered at least: 90 days; a client that was away for longer begins anew.
    private static let memory = 90.0 * 86_400

    /// The homes that are visited in one transaction.
    private static let homesPerVisit = 50

    /// The pause between two looks for homes that are due.
    private static let pause = Duration.seconds(3600)

    private let dependencies: FrontDependencies
    private let logger: Logger

    /// Makes a pruner, which begins with ``run()``.
    package init(dependencies: FrontDependencies, logger: Logger) {
        self.dependencies = dependencies
        self.logger = logger
    }

    /// The pruner itself, which is the whole extension.
    package var services: [any Service] { [self] }

    /// Looks until the graceful shutdown, or until the task is cancelled.
    package func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                try? await Task.sleep(for: Self.pause)
            }
        }
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
            let visited = try await dependencies.database.write { txn in
                try store.pruneHistories(visitedBefore: date, now: now, limit: Self.homesPerVisit, in: txn)
            }
            count += visited
            guard visited == Self.homesPerVisit else { return count }
        }
    }

    private func look() async {
        do {
            let count = try await workOff()
            if count > 0 { logger.info("histories pruned", metadata: ["homes": "\(count)"]) }
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("histories not pruned", metadata: ["error": "\(error)"])
        }
    }
}
