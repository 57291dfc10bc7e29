import Synchronization
import Testing

@testable import BlobStore

struct MaintenancePacerTests {
    private let clock = LeapingClock()

    private func pacer(
        _ bytesPerSecond: UInt64,
        isBusy: @escaping @Sendable () -> Bool = { false }
    ) -> MaintenancePacer<LeapingClock> {
        MaintenancePacer(bytesPerSecond: bytesPerSecond, clock: clock, isForegroundBusy: isBusy)
    }

    @Test func `bytes take the time that their rate gives them`() async throws {
        let pacer = pacer(2 << 20)
        for _ in 0..<10 { try await pacer.pause(after: 1 << 20) }
        #expect(clock.elapsed == .seconds(5))
    }

    @Test func `without a rate and without foreground work nothing waits`() async throws {
        let pacer = pacer(0)
        for _ in 0..<10 { try await pacer.pause(after: 1 << 30) }
        #expect(clock.elapsed == .zero)
    }

    @Test func `what was not used is not made up for later`() async throws {
        let pacer = pacer(1 << 20)
        try await pacer.pause(after: 1 << 20)
        clock.advance(by: .seconds(100))
        try await pacer.pause(after: 1 << 20)
        #expect(clock.elapsed == .seconds(102))
    }

    @Test func `two tasks share the rate of their pacer`() async throws {
        let pacer = pacer(1 << 20)
        await withTaskGroup { group in
            for _ in 0..<2 { group.addTask { for _ in 0..<4 { try? await pacer.pause(after: 1 << 20) } } }
        }
        #expect(clock.elapsed == .seconds(8))
    }

    @Test func `work waits while the foreground is busy, and goes on when it is not`() async throws {
        let looks = Mutex(0)
        let pacer = pacer(0) {
            looks.withLock { looks in
                looks += 1
                return looks <= 10
            }
        }
        try await pacer.pause(after: 1 << 20)
        #expect(clock.elapsed == .milliseconds(20))
        try await pacer.pause(after: 1 << 20)
        #expect(clock.elapsed == .milliseconds(20))
    }

    @Test func `a foreground that is never idle does not stop the work`() async throws {
        let pacer = pacer(0) { true }
        for _ in 0..<16 { try await pacer.pause(after: 1 << 20) }
        #expect(clock.elapsed == .seconds(4), "16 MiB at the least rate of 4 MiB a second")
    }

    @Test(arguments: [0, 1 << 20])
    func `a cancelled task ends, whether it has to wait or not`(_ bytesPerSecond: UInt64) async {
        let pacer = pacer(bytesPerSecond)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await pacer.pause(after: 1)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let unpaced = Task {
            while !Task.isCancelled { await Task.yield() }
            try await NoPacing().pause(after: 1)
        }
        unpaced.cancel()
        await #expect(throws: CancellationError.self) { try await unpaced.value }
    }
}
