import BlobAPI
import BlobModel
import FoundationEssentials
import Testing

@testable import BlobService

@Suite struct MaintenanceScheduleTests {
    private let one: ShardID
    private let two: ShardID
    private let start = Date(timeIntervalSince1970: 1_700_000_000)

    init() throws {
        one = try ShardID(validating: "s-1")
        two = try ShardID(validating: "s-2")
    }

    private func schedule(_ shards: [ShardID], jitter: Double = 0.5) -> MaintenanceSchedule {
        var schedule = MaintenanceSchedule(plan: MaintenancePlan()) { jitter }
        for shard in shards { schedule.add(shard, now: start) }
        return schedule
    }

    private func key(_ shard: ShardID, _ job: ShardJob) -> MaintenanceSchedule.Key {
        MaintenanceSchedule.Key(shard: shard, job: job)
    }

    private func at(_ seconds: Double) -> Date { start.addingTimeInterval(seconds) }

    @Test func `each job is due a while after the start, and none before`() {
        let schedule = schedule([one])
        #expect(schedule.next(now: start) == nil)
        #expect(schedule.nextDue == at(300))
        #expect(schedule.next(now: at(300)) != nil)
    }

    @Test func `what somebody asked for goes first, in the order of asking`() {
        var schedule = schedule([one, two])
        var states: [ShardJobStatus.State?] = []
        for asked in [key(two, .scrub), key(one, .recount), key(two, .scrub)] {
            states.append(schedule.request(asked, order: RecountOrder())?.state)
        }
        #expect(states == [.requested, .requested, .requested])
        #expect(schedule.next(now: at(9_999)) == key(two, .scrub))
        let order = schedule.began(key(two, .scrub), now: start)
        #expect(order.isRequested)
        #expect(schedule.next(now: start) == key(one, .recount))
    }

    @Test func `a job that has ended is due after its interval, a tenth more or less`() {
        for (jitter, seconds) in [(0.0, 3_240.0), (0.5, 3_600), (1, 3_960)] {
            var schedule = schedule([one], jitter: jitter)
            _ = schedule.began(key(one, .collection), now: at(1_000))
            schedule.ended(key(one, .collection), JobResult("Done."), now: at(1_000))
            let due = schedule.statuses(of: one).first { $0.job == .collection }?.due
            #expect(due == Timestamp(at(1_000 + seconds)))
        }
    }

    @Test func `a collection brings the compaction of its shard forward, and of no other`() {
        var schedule = schedule([one, two])
        for shard in [one, two] {
            _ = schedule.began(key(shard, .compaction), now: start)
            schedule.ended(key(shard, .compaction), JobResult("Done."), now: start)
        }
        _ = schedule.began(key(one, .collection), now: at(10))
        schedule.ended(key(one, .collection), JobResult("Done."), now: at(10))
        #expect(schedule.next(now: at(10)) == key(one, .compaction))
    }

    @Test func `a collection brings a compaction forward that waits for room`() {
        var schedule = schedule([one])
        var held = JobResult("Nothing rewritten.")
        held.held = "There is no room."
        _ = schedule.began(key(one, .compaction), now: start)
        schedule.ended(key(one, .compaction), held, now: start)
        _ = schedule.began(key(one, .collection), now: at(10))
        schedule.ended(key(one, .collection), JobResult("Done."), now: at(10))
        #expect(schedule.next(now: at(10)) == key(one, .compaction))
    }

    @Test func `a job that fails is tried again ever later, but no later than its interval`() {
        var schedule = schedule([one])
        var delays: [Double] = []
        for attempt in 1...9 {
            _ = schedule.began(key(one, .recount), now: start)
            let failures = schedule.failed(key(one, .recount), "It failed.", now: start)
            #expect(failures == attempt)
            let status = schedule.statuses(of: one).first { $0.job == .recount }
            delays.append(status?.due?.date.timeIntervalSince(start) ?? 0)
            #expect(status?.problem == "It failed.")
        }
        #expect(delays == [60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600])
        _ = schedule.began(key(one, .recount), now: start)
        schedule.ended(key(one, .recount), JobResult("Done."), now: start)
        #expect(schedule.statuses(of: one).first { $0.job == .recount }?.problem == nil)
        _ = schedule.began(key(one, .recount), now: start)
        let failures = schedule.failed(key(one, .recount), "It failed.", now: start)
        #expect(failures == 1)
    }

    @Test func `a job that was cut is running still, and lets the others go before`() {
        var schedule = schedule([one])
        _ = schedule.began(key(one, .scrub), now: at(300))
        schedule.paused(key(one, .scrub), now: at(360))
        let status = schedule.statuses(of: one).first { $0.job == .scrub }
        #expect(status?.state == .running)
        #expect(status?.runs == 0)
        var order: [ShardJob] = []
        while let next = schedule.next(now: at(360)) {
            order.append(next.job)
            _ = schedule.began(next, now: at(360))
        }
        #expect(order.last == .scrub)
        #expect(Set(order) == Set(ShardJob.allCases))
    }

    @Test func `who asks for a job knows by the number of runs when it has ended`() throws {
        var schedule = schedule([one])
        let answer = schedule.request(key(one, .scrub), order: RecountOrder())
        let asked = try #require(answer)
        _ = schedule.began(key(one, .scrub), now: start)
        schedule.paused(key(one, .scrub), now: start)
        _ = schedule.began(key(one, .scrub), now: start)
        #expect(schedule.statuses(of: one).first { $0.job == .scrub }?.runs == asked.runs)
        schedule.ended(key(one, .scrub), JobResult("Done."), now: start)
        #expect(schedule.statuses(of: one).first { $0.job == .scrub }?.runs == asked.runs + 1)
    }

    @Test func `an approval that comes while a recount runs is for one more`() throws {
        var schedule = schedule([one])
        _ = schedule.began(key(one, .recount), now: start)
        let answer = schedule.request(key(one, .recount), order: RecountOrder(approve: true))
        let asked = try #require(answer)
        #expect(asked.runs == 1)
        schedule.ended(key(one, .recount), JobResult("Done."), now: start)
        #expect(schedule.statuses(of: one).first { $0.job == .recount }?.state == .requested)
        #expect(schedule.next(now: start) == key(one, .recount))
        let order = schedule.began(key(one, .recount), now: start)
        #expect(order.recount.approve)
    }

    @Test func `a held job says so until a run is not held`() {
        var schedule = schedule([one])
        var held = JobResult("None released.")
        held.held = "Too many."
        _ = schedule.began(key(one, .recount), now: start)
        schedule.ended(key(one, .recount), held, now: start)
        var status = schedule.statuses(of: one).first { $0.job == .recount }
        #expect(status?.state == .held)
        #expect(status?.problem == "Too many.")
        _ = schedule.began(key(one, .recount), now: start)
        schedule.ended(key(one, .recount), JobResult("Done."), now: start)
        status = schedule.statuses(of: one).first { $0.job == .recount }
        #expect(status?.state == .scheduled)
        #expect(status?.problem == nil)
    }

    @Test func `a shard without a place has no jobs`() {
        var schedule = schedule([one])
        schedule.remove(one)
        #expect(schedule.nextDue == nil)
        #expect(schedule.statuses(of: one).isEmpty)
        let answer = schedule.request(key(one, .scrub), order: RecountOrder())
        #expect(answer == nil)
        // The run may end after its shard was closed.
        schedule.ended(key(one, .scrub), JobResult("Done."), now: start)
        let failures = schedule.failed(key(one, .scrub), "It failed.", now: start)
        #expect(failures == 1)
        #expect(schedule.statuses(of: one).isEmpty)
    }
}
