import CalendarStore
import FoundationEssentials
package import Logging
import SQLDatabase
package import ServiceLifecycle

/// Looks after the index of occurrences in the background: it indexes objects from before there was an index and those
/// whose rules cost too much for a write, and extends the entries of rules without end as time passes.
///
/// Several fronts may run one each: an entry is stored only where the object is still the one that was read, and
/// storing it again does no harm.
package struct OccurrenceIndexer: FrontExtension, Service {
    private let dependencies: FrontDependencies
    private let schedule: IndexingSchedule
    private let logger: Logger

    /// Makes an indexer, which begins with ``run()``.
    package init(dependencies: FrontDependencies, schedule: IndexingSchedule = IndexingSchedule(), logger: Logger) {
        self.dependencies = dependencies
        self.schedule = schedule
        self.logger = logger
    }

    /// The indexer itself, which is the whole extension.
    package var services: [any Service] { [self] }

    /// Looks until the graceful shutdown, or until the task is cancelled; what is cut off is taken up again.
    package func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                try? await Task.sleep(for: schedule.pause)
            }
        }
    }

    /// Indexes every object that is due now.
    ///
    /// - Returns: The number of entries that were stored.
    /// - Throws: `SQLError`; `CancellationError`.
    func workOff() async throws -> Int {
        var count = 0
        while true {
            let now = dependencies.now()
            let batch = try await due(now)
            guard !batch.isEmpty else { return count }
            count += try await index(batch, now)
            try await Task.sleep(for: schedule.rest)
        }
    }

    private func look() async {
        do {
            let count = try await workOff()
            if count > 0 { logger.info("objects indexed", metadata: ["count": "\(count)"]) }
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("objects not indexed", metadata: ["error": "\(error)"])
        }
    }

    private func due(_ now: Date) async throws -> [CalendarObject] {
        let (store, limit, renewal) = (dependencies.calendars, schedule.batchSize, OccurrenceHorizon.renewal(now: now))
        return try await dependencies.database.read { txn in
            try store.objectsToIndex(until: renewal, limit: limit, in: txn)
        }
    }

    /// Calculates the entries of some objects, and stores them in one transaction.
    private func index(_ objects: [CalendarObject], _ now: Date) async throws -> Int {
        let entries = objects.map { OccurrenceIndexEntry(indexingStored: $0.data, now: now) }
        let updates = Array(zip(objects.map(\.summary), entries))
        let store = dependencies.calendars
        return try await dependencies.database.write { txn in
            var count = 0
            for (object, entry) in updates {
                let isStored = try store.setOccurrences(entry, of: object.id, ifUnchanged: object.etag, in: txn)
                if isStored { count += 1 }
            }
            return count
        }
    }
}
