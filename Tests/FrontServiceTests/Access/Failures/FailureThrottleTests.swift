import FoundationEssentials
import Testing

@testable import FrontService

@Suite struct FailureThrottleTests {
    private let start = Date(timeIntervalSince1970: 1_700_000_000)
    private let slowing = Slowing(freeFailures: 2, maximumWait: 10, memory: 100, capacity: 8)

    @Test func `a few failures are free and then each one doubles the wait up to the maximum`() {
        var throttle = FailureThrottle<String>(policy: slowing)
        var waits: [Int?] = []
        for _ in 0..<8 {
            throttle.recordFailure(for: "a", now: start)
            waits.append(throttle.wait(for: "a", now: start))
        }
        #expect(waits == [nil, nil, 1, 2, 4, 8, 10, 10])
        #expect(throttle.wait(for: "b", now: start) == nil)
        #expect(throttle.wait(for: "a", now: start.addingTimeInterval(9.5)) == 1)
        #expect(throttle.wait(for: "a", now: start.addingTimeInterval(10)) == nil)
    }

    @Test func `a quiet key starts anew`() {
        var throttle = FailureThrottle<String>(policy: slowing)
        for _ in 0..<5 { throttle.recordFailure(for: "a", now: start) }
        let later = start.addingTimeInterval(101)
        throttle.recordFailure(for: "a", now: later)
        #expect(throttle.wait(for: "a", now: later) == nil)
    }

    @Test func `success forgets failures, and forgiving takes one back`() {
        var throttle = FailureThrottle<String>(policy: slowing)
        for _ in 0..<3 { throttle.recordFailure(for: "a", now: start) }
        throttle.forgive("a", now: start)
        #expect(throttle.wait(for: "a", now: start) == nil)
        for _ in 0..<3 { throttle.recordFailure(for: "a", now: start) }
        #expect(throttle.wait(for: "a", now: start) != nil)
        throttle.clear("a")
        #expect(throttle.wait(for: "a", now: start) == nil)
    }

    @Test func `the number of keys is bounded and the quietest go first`() {
        var throttle = FailureThrottle<Int>(policy: slowing)
        for key in 0..<100 {
            for _ in 0..<3 { throttle.recordFailure(for: key, now: start.addingTimeInterval(Double(key) / 10)) }
            #expect(throttle.count <= 8)
        }
        #expect(throttle.wait(for: 99, now: start.addingTimeInterval(9.9)) != nil)
    }
}
