import AttachmentStore
import BlobModel
import FoundationEssentials
package import ServiceSupport
package import Logging
import SQLDatabase

/// Works the outbox off: releases the bytes of attachments whose removal can no longer be undone.
///
/// Several fronts may run one each: a release is given to one of them for the time of a lease, and a front that dies
/// leaves it to the next. Releasing a reference again does nothing, so that a lost answer does no harm.
package struct ReleaseWorker: FrontExtension, PeriodicWork {
    /// The name of the work in the log.
    package let workName = "outbox"

    /// The logger of the background.
    package let logger: Logger

    private let dependencies: FrontDependencies
    private let schedule: ReleaseSchedule

    /// Makes a worker, which begins with ``run()``.
    package init(dependencies: FrontDependencies, schedule: ReleaseSchedule = ReleaseSchedule(), logger: Logger) {
        self.dependencies = dependencies
        self.schedule = schedule
        self.logger = logger
    }

    /// The longest pause between two looks.
    package var longestPause: Duration { .seconds(schedule.longestPause) }

    /// What is rung after a commit that removed an attachment.
    package var bell: Bell? { dependencies.releases }

    /// Releases everything that is due now, and tells when the next release is.
    package func look() async throws -> PeriodicLook {
        let due = try await workOff()
        return PeriodicLook(pause: schedule.pause(until: due, now: dependencies.now()))
    }

    /// Releases everything that is due now.
    ///
    /// - Returns: The instant at which the next release falls due, or nil when the outbox is empty.
    /// - Throws: `SQLError`; a release that fails is put off and noted.
    func workOff() async throws -> Date? {
        while true {
            let batch = try await takeDue()
            guard !batch.isEmpty else { break }
            try await settle(await release(batch))
        }
        return try await dependencies.database.read { [store = dependencies.attachments] txn in
            try store.nextRelease(in: txn)
        }
    }

    private func takeDue() async throws -> [PendingRelease] {
        try Task.checkCancellation()
        let now = dependencies.now()
        let (store, schedule) = (dependencies.attachments, schedule)
        let next = try await dependencies.database.read { txn in try store.nextRelease(in: txn) }
        guard let next, next <= now else { return [] }
        return try await dependencies.database.write { txn in
            try store.beginReleases(
                due: now,
                limit: schedule.batchSize,
                leaseEnd: now.addingTimeInterval(schedule.lease),
                in: txn
            )
        }
    }

    /// Releases a batch at once, since the node makes many releases durable in one go.
    private func release(_ batch: [PendingRelease]) async -> [ReleaseOutcome] {
        let (blobs, logger) = (dependencies.blobs, logger)
        return await withTaskGroup(of: ReleaseOutcome.self) { group in
            for release in batch {
                group.addTask { await Self.release(release, from: blobs, logger) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private static func release(
        _ pending: PendingRelease,
        from blobs: any BlobStorage,
        _ logger: Logger
    ) async -> ReleaseOutcome {
        do {
            try await blobs.release(pending.reference, in: pending.domain)
            return ReleaseOutcome(pending: pending, isReleased: true)
        } catch {
            if !Task.isCancelled { note(error, of: pending, logger) }
            return ReleaseOutcome(pending: pending, isReleased: false)
        }
    }

    private static func note(_ error: any Error, of pending: PendingRelease, _ logger: Logger) {
        logger.warning(
            "release put off",
            metadata: [
                "attachment": "\(pending.attachment)", "domain": "\(pending.domain)",
                "attempts": "\(pending.attempts)", "error": "\(error)",
            ]
        )
    }

    private func settle(_ outcomes: [ReleaseOutcome]) async throws {
        let now = dependencies.now()
        let (store, schedule) = (dependencies.attachments, schedule)
        try await dependencies.database.write { txn in
            for outcome in outcomes {
                let pending = outcome.pending
                if outcome.isReleased {
                    try store.completeRelease(of: pending.reference, in: txn)
                } else {
                    let due = now.addingTimeInterval(schedule.delay(afterAttempts: pending.attempts))
                    try store.postponeRelease(of: pending.reference, until: due, in: txn)
                }
            }
        }
    }
}
