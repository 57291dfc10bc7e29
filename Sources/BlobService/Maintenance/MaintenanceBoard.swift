import BlobAPI
import BlobModel
import FoundationEssentials
import ServiceSupport
import Synchronization

/// The schedule of a node's maintenance, shared by the service that works it off and the routes that show it and ask for
/// more.
final class MaintenanceBoard: Sendable {
    /// Wakes the service when somebody asks for a job.
    let bell = Bell()

    private let schedule: Mutex<MaintenanceSchedule>

    /// Makes a board without shards.
    ///
    /// - Parameters:
    ///   - plan: When jobs are due.
    ///   - jitter: Returns a number from 0 up to 1.
    init(plan: MaintenancePlan, jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }) {
        schedule = Mutex(MaintenanceSchedule(plan: plan, jitter: jitter))
    }

    /// Gives all shards that are open a place, and takes it from those that are not any more.
    func settle(_ shards: Set<ShardID>, now: Date) {
        update { schedule in
            let known = schedule.shards
            for shard in known.subtracting(shards) { schedule.remove(shard) }
            for shard in shards.subtracting(known) { schedule.add(shard, now: now) }
        }
    }

    /// Gives shards a place that have none yet; who asks for a job need not wait until the service has looked again.
    func admit(_ shards: Set<ShardID>, now: Date) {
        update { schedule in
            for shard in shards.subtracting(schedule.shards) { schedule.add(shard, now: now) }
        }
    }

    /// Returns where the jobs of a shard stand; nothing when it is not open.
    func statuses(of shard: ShardID) -> [ShardJobStatus] {
        schedule.withLock { $0.statuses(of: shard) }
    }

    /// Asks for a job.
    ///
    /// - Returns: Where it stands, or nil when the shard is not open.
    func request(_ job: ShardJob, on shard: ShardID, order: RecountOrder) -> ShardJobStatus? {
        let status = schedule.withLock { $0.request(MaintenanceSchedule.Key(shard: shard, job: job), order: order) }
        if status != nil { bell.ring() }
        return status
    }

    /// Does something with the schedule.
    func update<Value: Sendable>(_ body: (inout MaintenanceSchedule) -> Value) -> Value {
        schedule.withLock { body(&$0) }
    }
}
