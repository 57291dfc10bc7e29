import CalendarStore
import FoundationEssentials
package import Logging
import SQLDatabase

/// Looks after the index of occurrences in the background: it indexes objects from before there was an index and those
/// whose rules cost too much for a write, and extends the entries of rules without end as time passes.
///
/// Several fronts may run one each: an entry is stored only where the object is still the one that was read, and
/// storing it again does no harm.
package struct OccurrenceIndexer: FrontExtension, PeriodicWork {
    /// The name of the work in the log.
    package let workName = "occurrence index"

    /// The logger of the background.
    package let logger: Logger

    private let dependencies: FrontDependencies
    private let schedule: IndexingSchedule

    /// Makes an indexer, which begins with ``run()``.
    package init(dependencies: FrontDependencies, schedule: IndexingSchedule = IndexingSchedule(), logger: Logger) {
        self.dependencies = dependencies
        self.schedule = schedule
        self.logger = logger
    }

    /// The pause between two looks for objects that are due.
    package var longestPause: Duration { schedule.pause }

    /// Indexes every object that is due now.
    package func look() async throws -> PeriodicLook {
        PeriodicLook(count: try await workOff())
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
