import BlobAPI
import BlobModel
import BlobStore
import FoundationEssentials
import Logging
import ServiceLifecycle
import ServiceSupport

/// The background work of a node: it keeps the shards small, whole, and in agreement with the front.
///
/// One job of one shard at a time, so that the disks and the cores stay with those who wait. A job that fails is logged
/// and tried again after a while; none ever ends the node. At a shutdown it stops at once: each job goes on where it was.
struct MaintenanceService: Service {
    /// The longest time between two looks, in which shards may have come to be open.
    private static let longestPause = Duration.seconds(15)

    /// The time between two looks while no shard is open: a node that starts waits for its assignment.
    private static let pauseWithoutShards = Duration.milliseconds(500)

    /// The schedule.
    let board: MaintenanceBoard

    /// When jobs are due.
    let plan: MaintenancePlan

    /// Returns the shards that are open.
    let shards: @Sendable () -> [any ShardMaintenance]

    /// Who knows which references exist.
    let front: any ReferenceOracle

    /// Counts what is done.
    let metrics: MaintenanceMetrics

    /// The clock on the wall.
    let now: @Sendable () -> Date

    /// The background logger.
    let logger: Logger

    /// Works until the graceful shutdown, or until the task is cancelled.
    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled { await workOnce() }
        }
    }

    /// Runs the job that is next, or waits until one is.
    func workOnce() async {
        let open = Dictionary(shards().map { ($0.id, $0) }) { first, _ in first }
        let instant = now()
        board.settle(Set(open.keys), now: instant)
        guard let key = board.update({ $0.next(now: instant) }), let shard = open[key.shard] else {
            return await sleep(from: instant)
        }
        await perform(key, on: shard)
    }

    /// Runs a job, a slice of it where it can be cut, and notes what came of it.
    private func perform(_ key: MaintenanceSchedule.Key, on shard: any ShardMaintenance) async {
        let order = board.update { $0.began(key, now: now()) }
        let began = ContinuousClock.now
        do {
            guard let result = try await slice(key, order, on: shard) else {
                return board.update { $0.paused(key, now: now()) }
            }
            board.update { $0.ended(key, result, now: now()) }
            metrics.ended(key, result, after: began.duration(to: .now))
            note(result, of: key)
        } catch {
            guard !Task.isCancelled else { return board.update { $0.paused(key, now: now()) } }
            let failures = board.update { $0.failed(key, "\(error)", now: now()) }
            metrics.failed(key, after: began.duration(to: .now))
            logger.error(
                "maintenance failed",
                metadata: Self.facts(key, ["error": "\(error)", "failures": "\(failures)"])
            )
        }
    }

    /// Runs a job; nil when it was cut because its time was over or somebody asked for something else.
    private func slice(
        _ key: MaintenanceSchedule.Key,
        _ order: JobOrder,
        on shard: any ShardMaintenance
    ) async throws -> JobResult? {
        let board = board
        let work: @Sendable () async throws -> JobResult = { [front] in
            try await shard.run(key.job, order: order, front: front) { progress in
                board.update { $0.progressed(key, progress) }
            }
        }
        guard key.job.isCuttable else { return try await work() }
        return try await withThrowingTaskGroup(of: JobResult?.self) { group in
            group.addTask { try await work() }
            group.addTask { [plan] in
                await Self.interruption(of: board, after: plan.slice)
                return nil
            }
            return try await Self.first(of: &group)
        }
    }

    /// The result of the job, or nil when it was interrupted before it had one.
    private static func first(of group: inout ThrowingTaskGroup<JobResult?, any Error>) async throws -> JobResult? {
        let first = try await group.next()
        group.cancelAll()
        if case .some(.some(let result)) = first { return result }
        do {
            // It may have ended all the same, before it noticed.
            return try await group.next() ?? nil
        } catch is CancellationError {
            return nil
        }
    }

    /// Returns when somebody asks for a job, or after a time.
    private static func interruption(of board: MaintenanceBoard, after time: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: time) }
            group.addTask { await request(on: board) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Returns when somebody waits for a job; the bell may have been rung for one that runs already.
    private static func request(on board: MaintenanceBoard) async {
        repeat { await board.bell.wait() } while !Task.isCancelled && !board.update { $0.hasRequests }
    }

    /// Sleeps until the next job is due, but no longer than shards may take to open, or until somebody asks for one.
    private func sleep(from instant: Date) async {
        let due = board.update { $0.nextDue }
        let pause = due.map { Duration.seconds(max(0, $0.timeIntervalSince(instant))) } ?? Self.pauseWithoutShards
        await Self.interruption(of: board, after: min(max(pause, .milliseconds(10)), Self.longestPause))
    }

    private func note(_ result: JobResult, of key: MaintenanceSchedule.Key) {
        var facts = Self.facts(key, ["outcome": "\(result.sentence)"])
        if let held = result.held {
            facts["reason"] = "\(held)"
            logger.error("maintenance waits for the operator", metadata: facts)
        } else {
            logger.info("maintenance done", metadata: facts)
        }
    }

    private static func facts(_ key: MaintenanceSchedule.Key, _ more: Logger.Metadata) -> Logger.Metadata {
        more.merging(["shard": "\(key.shard)", "job": "\(key.job.rawValue)"]) { first, _ in first }
    }
}

extension ShardJob {
    /// Whether a run goes on where it stood when it was cut: the scrub takes days, and the others wait.
    fileprivate var isCuttable: Bool { self == .scrub }
}
