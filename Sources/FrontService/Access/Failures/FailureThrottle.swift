import FoundationEssentials

/// Counts failures by key and tells how long the next attempt has to wait.
///
/// A few failures are free; each one more doubles the wait, up to a maximum. A key without a failure for a while is
/// forgotten, and so is the one that was quiet longest when there are too many: memory is bounded.
struct FailureThrottle<Key: Hashable & Sendable>: Sendable {
    private struct Record {
        var failures: Int
        var latest: Date
        var openAgain: Date
    }

    private let policy: Slowing
    private var records: [Key: Record] = [:]

    /// Makes a throttle that has counted nothing.
    init(policy: Slowing) {
        self.policy = policy
    }

    /// The number of keys that are remembered.
    var count: Int { records.count }

    /// Returns the whole seconds that an attempt with a key has to wait, or nil where it may be made now.
    func wait(for key: Key, now: Date) -> Int? {
        guard let record = records[key], record.openAgain > now else { return nil }
        return max(1, Int(record.openAgain.timeIntervalSince(now).rounded(.up)))
    }

    /// Counts a failure.
    mutating func recordFailure(for key: Key, now: Date) {
        var record = records[key] ?? Record(failures: 0, latest: now, openAgain: now)
        if now.timeIntervalSince(record.latest) > policy.memory { record.failures = 0 }
        record.failures += 1
        record.latest = now
        record.openAgain = now.addingTimeInterval(wait(afterFailures: record.failures))
        records[key] = record
        makeRoom(now: now)
    }

    /// Takes one counted failure back, which turned out to be none.
    mutating func forgive(_ key: Key, now: Date) {
        guard var record = records[key] else { return }
        record.failures -= 1
        record.openAgain = min(record.openAgain, now.addingTimeInterval(wait(afterFailures: record.failures)))
        records[key] = record.failures > 0 ? record : nil
    }

    /// Forgets all failures of a key.
    mutating func clear(_ key: Key) {
        records[key] = nil
    }

    private func wait(afterFailures failures: Int) -> Double {
        let excess = failures - policy.freeFailures
        guard excess > 0 else { return 0 }
        return excess > 16 ? policy.maximumWait : min(policy.maximumWait, Double(1 << (excess - 1)))
    }

    private mutating func makeRoom(now: Date) {
        guard records.count > policy.capacity else { return }
        records = records.filter { now.timeIntervalSince($0.value.latest) <= policy.memory }
        guard records.count > policy.capacity else { return }
        // A quarter goes at once, so that a flood of keys costs one sort in many insertions.
        let byAge = records.sorted { $0.value.latest < $1.value.latest }
        for (key, _) in byAge.prefix(records.count - policy.capacity * 3 / 4) { records[key] = nil }
    }
}
