import BlobAPI
import BlobModel
import BlobStore
import FoundationEssentials
import Logging
import Synchronization
import Testing

@testable import BlobService

@Suite struct MaintenanceServiceTests {
    /// A shard that notes what is run on it.
    private final class StubShard: ShardMaintenance {
        let id: ShardID
        let runs = Mutex<[ShardJob]>([])
        let failing = Mutex<Set<ShardJob>>([])
        let endless = Mutex<Set<ShardJob>>([])
        let running = Mutex(0)
        let mostRunning = Mutex(0)
        let (starts, bell) = AsyncStream<ShardJob>.makeStream()

        struct Failure: Error {}

        init(_ id: ShardID) {
            self.id = id
        }

        func run(
            _ job: ShardJob,
            order: JobOrder,
            front: any ReferenceOracle,
            report: @escaping @Sendable (JobProgress) -> Void
        ) async throws -> JobResult {
            runs.withLock { $0.append(job) }
            let now = running.withLock { running in
                running += 1
                return running
            }
            mostRunning.withLock { $0 = max($0, now) }
            defer { running.withLock { $0 -= 1 } }
            report(JobProgress(done: 1, total: 2))
            bell.yield(job)
            if endless.withLock({ $0.contains(job) }) { try await Task.sleep(for: .seconds(3600)) }
            if failing.withLock({ $0.contains(job) }) { throw Failure() }
            return JobResult("Done.")
        }
    }

    /// A front that nobody asks.
    private struct SilentOracle: ReferenceOracle {
        func missing(
            among references: [ReferenceID],
            deployment: DeploymentID
        ) async throws -> (deployment: DeploymentID, missing: [ReferenceID]) { (deployment, []) }
    }

    private let shards: [StubShard]
    private let board: MaintenanceBoard
    private let plan: MaintenancePlan

    init() throws {
        shards = [StubShard(try ShardID(validating: "s-1")), StubShard(try ShardID(validating: "s-2"))]
        var plan = MaintenancePlan()
        plan.start = .zero
        self.plan = plan
        board = MaintenanceBoard(plan: plan) { 0 }
    }

    private func service(_ plan: MaintenancePlan? = nil, shards count: Int = 2) -> MaintenanceService {
        let shards = Array(shards.prefix(count))
        return MaintenanceService(
            board: board,
            plan: plan ?? self.plan,
            shards: { shards },
            front: SilentOracle(),
            metrics: MaintenanceMetrics(),
            now: { Date() },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func status(of job: ShardJob, _ shard: StubShard) -> ShardJobStatus? {
        board.statuses(of: shard.id).first { $0.job == job }
    }

    @Test func `every job of every shard is run, one at a time`() async throws {
        let service = service()
        for _ in 0..<(2 * ShardJob.allCases.count) { await service.workOnce() }
        for shard in shards {
            #expect(Set(shard.runs.withLock { $0 }) == Set(ShardJob.allCases))
            #expect(shard.mostRunning.withLock { $0 } == 1)
        }
    }

    @Test func `a job that fails stays by itself and is tried again`() async throws {
        shards[0].failing.withLock { $0 = [.collection, .scrub] }
        let service = service()
        for _ in 0..<(2 * ShardJob.allCases.count) { await service.workOnce() }
        #expect(status(of: .collection, shards[0])?.problem != nil)
        #expect(status(of: .scrub, shards[0])?.problem != nil)
        #expect(status(of: .compaction, shards[0])?.problem == nil)
        #expect(status(of: .collection, shards[1])?.problem == nil)
        #expect(status(of: .collection, shards[0])?.state == .scheduled)
    }

    @Test(.timeLimit(.minutes(1))) func `a scrub is cut for what somebody asks for`() async throws {
        shards[0].endless.withLock { $0 = [.scrub] }
        let service = service()
        board.settle([shards[0].id, shards[1].id], now: Date())
        _ = board.request(.scrub, on: shards[0].id, order: RecountOrder())
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await service.workOnce() }
            for await job in shards[0].starts where job == .scrub { break }
            _ = board.request(.compaction, on: shards[1].id, order: RecountOrder())
            await group.waitForAll()
        }
        #expect(status(of: .scrub, shards[0])?.state == .running)
        #expect(status(of: .scrub, shards[0])?.progress == JobProgress(done: 1, total: 2))
        await service.workOnce()
        #expect(shards[1].runs.withLock { $0 } == [.compaction])
    }

    @Test(.timeLimit(.minutes(1))) func `a scrub is cut when its slice is over`() async throws {
        shards[0].endless.withLock { $0 = [.scrub] }
        var plan = plan
        plan.slice = .milliseconds(1)
        let service = service(plan)
        board.settle([shards[0].id], now: Date())
        _ = board.request(.scrub, on: shards[0].id, order: RecountOrder())
        await service.workOnce()
        #expect(status(of: .scrub, shards[0])?.state == .running)
        #expect(status(of: .scrub, shards[0])?.runs == 0)
    }

    @Test(.timeLimit(.minutes(1))) func `the service stops at once in the middle of a job`() async throws {
        shards[0].endless.withLock { $0 = Set(ShardJob.allCases) }
        let service = service(shards: 1)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await service.run() }
            for await _ in shards[0].starts { break }
            group.cancelAll()
        }
        #expect(shards[0].running.withLock { $0 } == 0)
        #expect(board.statuses(of: shards[0].id).allSatisfy { $0.problem == nil })
    }
}
