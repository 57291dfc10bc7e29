import Testing

@testable import ServiceSupport

/// The rule for standing still, without time.
struct StallWatchTests {
    private var watch: StallWatch {
        var limits = HTTPLimits()
        limits.idleTimeout = .seconds(20)
        limits.minimumBodyRate = 10
        return StallWatch(limits: limits)
    }

    @Test func `two quiet ticks end a connection, and one does not`() {
        var watch = watch
        let ticks = [watch.tick(.request), watch.tick(.request)]
        #expect(ticks == [false, true])
    }

    @Test func `a body slower than the least rate stands still`() {
        var watch = watch
        let ticks = (0..<2).map { _ in
            watch.received(99)
            return watch.tick(.body)
        }
        #expect(ticks == [false, true])
    }

    @Test func `a body at the least rate goes on`() {
        var watch = watch
        let ticks = (0..<10).map { _ in
            watch.received(100)
            return watch.tick(.body)
        }
        #expect(!ticks.contains(true))
    }

    @Test func `a delivery that shrinks goes on, and one that does not stands still`() {
        var watch = watch
        let shrinking = [500, 400, 300, 200].map { watch.tick(.delivery(bytes: $0)) }
        #expect(shrinking == [false, false, false, false])
        let stuck = [200, 200].map { watch.tick(.delivery(bytes: $0)) }
        #expect(stuck == [false, true])
    }

    @Test func `the service's own time does not count`() {
        var watch = watch
        let ticks = [watch.tick(.request), watch.tick(.service), watch.tick(.request)]
        #expect(ticks == [false, false, false])
    }
}
