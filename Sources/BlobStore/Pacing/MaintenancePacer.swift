import Synchronization

/// Keeps background work below a rate, and lets it step back while the foreground has something to do.
///
/// The rate is that of a bucket that holds no credit: what was not used is not made up for later. Stepping back is
/// bounded: however busy the foreground is, the work goes on at ``leastBytesPerSecond``, so that a shard that is never
/// idle is scrubbed and compacted all the same. Several tasks may share one pacer; they share its rate then.
final class MaintenancePacer<PacerClock: Clock>: Pacer where PacerClock.Duration == Duration {
    /// The rate below which the foreground does not push the work: 4 MiB a second, ten terabytes in thirty days.
    static var leastBytesPerSecond: UInt64 { 4 << 20 }

    /// How long to wait before looking again whether the foreground is still busy.
    private static var look: Duration { .milliseconds(2) }

    private let bytesPerSecond: UInt64
    private let isForegroundBusy: @Sendable () -> Bool
    private let clock: PacerClock
    /// When what was done so far is paid for.
    private let paidUntil: Mutex<PacerClock.Instant>

    /// Makes a pacer.
    ///
    /// - Parameters:
    ///   - bytesPerSecond: The most bytes in a second; 0 for any number.
    ///   - clock: What tells the time.
    ///   - isForegroundBusy: Tells whether somebody waits for the shard; asked often, and must not block.
    init(bytesPerSecond: UInt64, clock: PacerClock, isForegroundBusy: @escaping @Sendable () -> Bool) {
        self.bytesPerSecond = bytesPerSecond
        self.clock = clock
        self.isForegroundBusy = isForegroundBusy
        paidUntil = Mutex(clock.now)
    }

    /// Returns when the bytes are paid for and the foreground is idle, or has had its way for long enough.
    ///
    /// - Parameter bytes: The number of bytes read or written since the last call.
    /// - Throws: `CancellationError`.
    func pause(after bytes: Int) async throws(CancellationError) {
        guard !Task.isCancelled else { throw CancellationError() }
        if let due = charge(bytes) { try await sleep(until: due) }
        try await stepBack(for: Self.time(for: bytes, at: Self.leastBytesPerSecond))
    }

    /// Charges bytes to the bucket, and returns when they are paid for; nil without a rate.
    private func charge(_ bytes: Int) -> PacerClock.Instant? {
        guard bytesPerSecond > 0 else { return nil }
        let price = Self.time(for: bytes, at: bytesPerSecond)
        return paidUntil.withLock { paidUntil in
            paidUntil = max(paidUntil, clock.now).advanced(by: price)
            return paidUntil
        }
    }

    /// Waits while the foreground is busy, but no longer than the patience reaches.
    private func stepBack(for patience: Duration) async throws(CancellationError) {
        let end = clock.now.advanced(by: patience)
        while isForegroundBusy(), clock.now < end {
            try await sleep(until: min(end, clock.now.advanced(by: Self.look)))
        }
    }

    private func sleep(until due: PacerClock.Instant) async throws(CancellationError) {
        do {
            try await clock.sleep(until: due, tolerance: nil)
        } catch {
            // A clock's sleep ends early for one reason.
            throw CancellationError()
        }
    }

    private static func time(for bytes: Int, at bytesPerSecond: UInt64) -> Duration {
        .nanoseconds(Int64(Double(max(0, bytes)) / Double(bytesPerSecond) * 1e9))
    }
}
