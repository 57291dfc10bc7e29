import BlobAPI
import BlobModel
import FoundationEssentials

/// Which job of which shard is next: a table without clocks and tasks.
///
/// A node does one job at a time. What somebody asked for goes before what is due, and of what is due the longest due first.
struct MaintenanceSchedule: Sendable {
    /// One job of one shard.
    struct Key: Hashable, Sendable {
        /// The shard.
        let shard: ShardID

        /// The job.
        let job: ShardJob
    }

    private struct Entry: Sendable {
        var status: ShardJobStatus
        var due: Date
        var failures = 0
        /// The place of a request among the others; nil when nobody asked.
        var request: UInt64?
        var order = RecountOrder()
        var isRunning = false
    }

    private let plan: MaintenancePlan
    private let jitter: @Sendable () -> Double
    private var entries: [Key: Entry] = [:]
    private var requests: UInt64 = 0

    /// Makes a schedule without shards.
    ///
    /// - Parameters:
    ///   - plan: When jobs are due.
    ///   - jitter: Returns a number from 0 up to 1, so that not all shards, and not all nodes, work at once.
    init(plan: MaintenancePlan, jitter: @escaping @Sendable () -> Double) {
        self.plan = plan
        self.jitter = jitter
    }

    /// The shards that have a place in the schedule.
    var shards: Set<ShardID> { Set(entries.keys.map(\.shard)) }

    /// The instant at which the next job is due; nil when there is none.
    var nextDue: Date? {
        entries.values.filter { !$0.isRunning }.map { $0.request == nil ? $0.due : .distantPast }.min()
    }

    /// Whether somebody waits for a job that does not run yet.
    var hasRequests: Bool { entries.values.contains { $0.request != nil } }

    /// Gives a shard its place; each job is due at an instant of its own soon after.
    mutating func add(_ shard: ShardID, now: Date) {
        for job in ShardJob.allCases {
            let within = min(plan.start, plan.interval(of: job))
            let due = now.addingTimeInterval(within.seconds * jitter())
            var status = ShardJobStatus(job)
            status.due = Timestamp(due)
            entries[Key(shard: shard, job: job)] = Entry(status: status, due: due)
        }
    }

    /// Takes a shard's place away.
    mutating func remove(_ shard: ShardID) {
        entries = entries.filter { $0.key.shard != shard }
    }

    /// Returns where the jobs of a shard stand, in the order of the jobs.
    func statuses(of shard: ShardID) -> [ShardJobStatus] {
        ShardJob.allCases.compactMap { entries[Key(shard: shard, job: $0)]?.status }
    }

    /// Asks for a job; one that is asked for already, or runs, is not asked for twice.
    ///
    /// An approval comes too late for a recount that runs: it is for one more after that.
    ///
    /// - Returns: Where the job stands, or nil when the shard has no place; the run that was asked for has ended when the
    ///   number of runs has passed that of the answer.
    mutating func request(_ key: Key, order: RecountOrder) -> ShardJobStatus? {
        guard var entry = entries[key] else { return nil }
        var answer = entry.status
        if entry.isRunning {
            guard order.approve else { return answer }
            answer.runs += 1
        } else {
            entry.status.state = .requested
            answer.state = .requested
        }
        requests += 1
        entry.request = entry.request ?? requests
        entry.order = order.approve ? order : entry.order
        entries[key] = entry
        return answer
    }

    /// Returns the job to run now, or nil when none is due.
    func next(now: Date) -> Key? {
        let waiting = entries.filter { !$0.value.isRunning }
        if let asked = waiting.filter({ $0.value.request != nil }).min(by: {
            Self.request($0.value) < Self.request($1.value)
        }) {
            return asked.key
        }
        return waiting.filter { $0.value.due <= now }.min { $0.value.due < $1.value.due }?.key
    }

    /// Notes that a job begins, and returns how it is to be run.
    mutating func began(_ key: Key, now: Date) -> JobOrder {
        guard var entry = entries[key] else { return JobOrder() }
        let order = JobOrder(
            isRequested: entry.request != nil,
            recount: entry.order,
            formerRuns: entry.status.runs
        )
        if entry.status.state != .running { entry.status.started = Timestamp(now) }
        entry.status.state = .running
        entry.isRunning = true
        entry.request = nil
        entry.order = RecountOrder()
        entries[key] = entry
        return order
    }

    /// Notes how far a job has come.
    mutating func progressed(_ key: Key, _ progress: JobProgress) {
        entries[key]?.status.progress = progress
    }

    /// Notes that a job was cut; it goes on after whatever else is due, and before that when somebody asked for it.
    mutating func paused(_ key: Key, now: Date) {
        entries[key]?.isRunning = false
        entries[key]?.due = now
    }

    /// Notes that a job has come to its end.
    mutating func ended(_ key: Key, _ result: JobResult, now: Date) {
        close(key, now: now) { status in
            status.outcome = result.sentence
            status.problem = result.held
            status.findings = result.findings
            status.state = result.held == nil ? .scheduled : .held
        }
        entries[key]?.failures = 0
        switch result.next {
        case .afterInterval: setDue(key, now.addingTimeInterval(spread(plan.interval(of: key.job))))
        case .at(let due): setDue(key, due)
        }
        // What was collected is dead in its segments: the best moment to look at them.
        if key.job == .collection { advance(Key(shard: key.shard, job: .compaction), to: now) }
    }

    /// Notes that a job has failed; it is tried again after a wait.
    ///
    /// - Returns: How often it has failed in a row.
    mutating func failed(_ key: Key, _ reason: String, now: Date) -> Int {
        let failures = (entries[key]?.failures ?? 0) + 1
        close(key, now: now) { status in
            status.problem = reason
            status.state = .scheduled
        }
        entries[key]?.failures = failures
        let delay = min(plan.delay(of: key.job, afterFailures: failures), plan.interval(of: key.job))
        setDue(key, now.addingTimeInterval(spread(delay)))
        return failures
    }

    private mutating func close(_ key: Key, now: Date, _ change: (inout ShardJobStatus) -> Void) {
        guard var entry = entries[key] else { return }
        entry.isRunning = false
        entry.status.runs += 1
        entry.status.ended = Timestamp(now)
        entry.status.progress = nil
        change(&entry.status)
        if entry.request != nil { entry.status.state = .requested }
        entries[key] = entry
    }

    private mutating func setDue(_ key: Key, _ due: Date) {
        entries[key]?.due = due
        entries[key]?.status.due = Timestamp(due)
    }

    private mutating func advance(_ key: Key, to due: Date) {
        // A compaction that was held for want of room tries again, too.
        guard let entry = entries[key], due < entry.due else { return }
        guard [.scheduled, .held].contains(entry.status.state) else { return }
        setDue(key, due)
    }

    /// A tenth more or less, so that what began together does not stay together.
    private func spread(_ time: Duration) -> Double {
        time.seconds * (0.9 + 0.2 * jitter())
    }

    private static func request(_ entry: Entry) -> UInt64 { entry.request ?? .max }
}

extension Duration {
    /// The span in seconds.
    var seconds: Double { self / .seconds(1) }
}
