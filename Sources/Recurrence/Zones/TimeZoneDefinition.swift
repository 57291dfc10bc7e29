import ICalendar
import Synchronization

/// A time zone as a VTIMEZONE defines it (RFC 5545 §3.6.5): the observances that follow on each other.
struct TimeZoneDefinition: Hashable, Sendable {
    private static let cache = Mutex<[TimeZoneDefinition: ZoneTransitions]>([:])
    private static let maximumCached = 256
    private static let maximumObservances = 512
    private static let budget = RecurrenceBudget(work: 50_000, instances: 5_000)

    private let observances: [TimeZoneObservance]

    /// Reads a VTIMEZONE, or returns nil when it has no STANDARD and no DAYLIGHT, or one that cannot be read.
    ///
    /// - Parameter component: The VTIMEZONE component.
    init?(_ component: Component) {
        let parts = component.components.filter { $0.isNamed("STANDARD") || $0.isNamed("DAYLIGHT") }
        guard !parts.isEmpty, parts.count <= Self.maximumObservances else { return nil }
        var observances: [TimeZoneObservance] = []
        for part in parts {
            guard let observance = TimeZoneObservance(part) else { return nil }
            observances.append(observance)
        }
        self.observances = observances.sorted { $0.start < $1.start }
    }

    /// Returns the changes of the offset, or nil when the rules cost more than definitions may.
    ///
    /// Most objects of a client repeat the same definition, and so the last ones are kept.
    func transitions() -> ZoneTransitions? {
        if let known = Self.cache.withLock({ $0[self] }) { return known }
        guard let transitions = try? table() else { return nil }
        Self.cache.withLock { cache in
            if cache.count >= Self.maximumCached { cache.removeAll() }
            cache[self] = transitions
        }
        return transitions
    }

    private func table() throws(RecurrenceError) -> ZoneTransitions {
        var meter = WorkMeter(Self.budget)
        var changes: [(instant: UTCTime, offset: Int)] = []
        for observance in observances {
            for onset in try observance.onsets(spending: &meter) { changes.append((onset, observance.offsetTo)) }
        }
        // RFC 5545 §3.6.5 has no offset before the first observance; that from which it changed is the nearest.
        let first = observances.min { $0.firstOnset < $1.firstOnset }
        return ZoneTransitions(initial: first?.offsetFrom ?? 0, changes: changes)
    }
}
