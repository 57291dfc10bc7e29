import AttachmentKeeping
import AttachmentStore
import BlobModel
import FoundationEssentials
package import Logging
import MalwareScanning
import SQLDatabase
package import ServiceSupport
package import ServiceLifecycle

/// Scans what was stored unscanned, and withdraws what is infected.
///
/// The table of verdicts is the queue. Several fronts may run a worker each: a scan is given to one of them for the time of
/// a lease, and a front that dies leaves it to the next.
package struct ScanWorker: FrontExtension, PeriodicWork {
    /// The attempts after which bytes that no home has are forgotten.
    private static let patience = 10

    /// The name of the work in the log.
    package let workName = "scans"

    /// The logger of the background.
    package let logger: Logger

    private let dependencies: FrontDependencies
    private let schedule: ReleaseSchedule

    /// Makes a worker, which begins with ``run()``; where no scanner is set it does nothing.
    package init(dependencies: FrontDependencies, logger: Logger) {
        self.dependencies = dependencies
        self.logger = logger
        schedule = ReleaseSchedule(scanningFor: dependencies.configuration.scan?.timeout ?? .zero)
    }

    /// The worker itself, and what forgets verdicts; neither where no scanner is set.
    package var services: [any Service] {
        dependencies.scan == nil ? [] : [self, VerdictPruner(dependencies: dependencies, logger: logger)]
    }

    /// The longest pause between two looks: other fronts, and imports, have files scanned as well.
    package var longestPause: Duration { .seconds(schedule.longestPause) }

    /// What is rung when a scan has fallen due.
    package var bell: Bell? { dependencies.scan?.bell }

    /// Scans everything that is due now; a scan that is cut off is begun again.
    package func look() async throws -> PeriodicLook {
        guard let scan = dependencies.scan else { return PeriodicLook() }
        let due = try await workOff(scan)
        return PeriodicLook(pause: schedule.pause(until: due, now: dependencies.now()))
    }

    /// Scans everything that is due now.
    ///
    /// - Parameter scan: What scans.
    /// - Returns: The instant at which the next scan falls due, or nil when there is nothing to scan.
    /// - Throws: `SQLError`; `CancellationError`. A scan that fails is put off and noted.
    func workOff(_ scan: AttachmentScan) async throws -> Date? {
        while true {
            let batch = try await takeDue()
            guard !batch.isEmpty else { break }
            try await withThrowingDiscardingTaskGroup { group in
                for pending in batch { group.addTask { try await work(pending, scan) } }
            }
        }
        return try await dependencies.database.read { [store = dependencies.attachments] txn in
            try store.nextScan(in: txn)
        }
    }

    private func takeDue() async throws -> [PendingScan] {
        try Task.checkCancellation()
        let (store, schedule, now) = (dependencies.attachments, schedule, dependencies.now())
        let next = try await dependencies.database.read { txn in try store.nextScan(in: txn) }
        guard let next, next <= now else { return [] }
        let leaseEnd = now.addingTimeInterval(schedule.lease)
        return try await dependencies.database.write { txn in
            try store.beginScans(due: now, limit: schedule.batchSize, leaseEnd: leaseEnd, in: txn)
        }
    }

    private func work(_ pending: PendingScan, _ scan: AttachmentScan) async throws {
        let step = try await step(pending, scan)
        let withdrawn = try await dependencies.database.write { [dependencies] txn in
            try step.write(on: pending.blob, dependencies.attachments, now: dependencies.now(), in: txn)
        }
        guard !withdrawn.isEmpty else { return }
        dependencies.releases.ring()
        for id in withdrawn { logger.warning("infected attachment withdrawn", metadata: ["attachment": "\(id)"]) }
    }

    /// Finds out what is to become of bytes.
    ///
    /// - Throws: `CancellationError`, and nothing else.
    private func step(_ pending: PendingScan, _ scan: AttachmentScan) async throws -> ScanStep {
        // What links the bytes may not have been written yet; what nobody has after a while nobody needs scanned.
        guard let holder = pending.holder else { return pending.attempts > Self.patience ? .forget : later(pending) }
        guard holder.size <= scan.configuration.maximumSize else { return .record(scan.skipped) }
        do {
            return .record(try await scan.scanner.examine(pending.blob, in: holder.domain).finding)
        } catch ScanError.tooLong {
            return .record(scan.beyondScanner(pending.blob))
        } catch {
            try Task.checkCancellation()
            // Another home may have what this one has lost; it is asked next.
            if let error = error as? BlobError, error.isAbsence, pending.holders == 1 { return .forget }
            note(error, of: pending)
            return later(pending)
        }
    }

    private func later(_ pending: PendingScan) -> ScanStep {
        let delay = schedule.delay(afterAttempts: pending.attempts)
        return .record(.due(dependencies.now().addingTimeInterval(delay)))
    }

    private func note(_ error: any Error, of pending: PendingScan) {
        logger.warning(
            "scan put off",
            metadata: ["blob": "\(pending.blob)", "attempts": "\(pending.attempts)", "error": "\(error)"]
        )
    }
}

extension ReleaseSchedule {
    /// Makes the schedule of scans of which each may take so long.
    fileprivate init(scanningFor timeout: Duration) {
        self.init()
        // A scan waits for its turn as long as it may take.
        lease = 2 * Double(timeout.components.seconds) + 60
        batchSize = 4
        firstDelay = 1
        longestDelay = 600
    }
}
