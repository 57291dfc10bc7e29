import FoundationEssentials
import Testing

@testable import FrontService

@Suite struct ReleaseScheduleTests {
    private let schedule = ReleaseSchedule()
    private let now = Date(timeIntervalSince1970: 1_700_000_000)

    @Test(arguments: [(1, 5.0), (2, 10), (3, 20), (10, 2560), (11, 3600), (1000, 3600), (.max, 3600), (0, 5)])
    func `each failure doubles the wait, up to an hour`(attempts: Int64, expected: Double) {
        #expect(schedule.delay(afterAttempts: attempts) == expected)
    }

    @Test func `the pause ends when the next release is due, and after thirty seconds at the latest`() {
        #expect(schedule.pause(until: now.addingTimeInterval(10), now: now) == .seconds(10))
        #expect(schedule.pause(until: now.addingTimeInterval(3600), now: now) == .seconds(30))
        #expect(schedule.pause(until: nil, now: now) == .seconds(30))
        #expect(schedule.pause(until: now.addingTimeInterval(-1), now: now) == .zero)
    }
}
