import ICalendar
import Synchronization

/// A time zone as a VTIMEZONE defines it (RFC 5545 §3.6.5): the observances that follow on each other.
struct TimeZoneDefinition: Sendable {
    private static let cache = Mutex(BoundedCache<TimeZoneDefinition, ZoneTransitions>(capacity: 4 << 20))
    private static let maximumCachedOctets = 16 << 10
    private static let maximumObservances = 512
    private static let budget = RecurrenceBudget(work: 50_000, instances: 5_000)

    private let observances: [TimeZoneObservance]
    /// The size of the values of the observances.
    private let octets: Int
    /// The hash of the observances, calculated once and while nobody waits for a lock.
    private let fingerprint: Int

    /// Reads a VTIMEZONE.
    ///
    /// - Parameter component: The VTIMEZONE component.
    /// - Throws: It has no STANDARD and no DAYLIGHT, one that cannot be read, or more rules and times than definitions
    ///   may.
    init(_ component: Component) throws(RecurrenceError) {
        let parts = component.components.filter { $0.isNamed("STANDARD") || $0.isNamed("DAYLIGHT") }
        guard !parts.isEmpty else { throw .missingObservance(line: component.line) }
        guard parts.count <= Self.maximumObservances else { throw .tooManyInstances(limit: Self.maximumObservances) }
        var meter = WorkMeter(Self.budget)
        var observances: [TimeZoneObservance] = []
        for part in parts { observances.append(try TimeZoneObservance(part, spending: &meter)) }
        self.observances = observances.sorted { $0.start < $1.start }
        octets = parts.flatMap(\.properties).reduce(0) { $0 + $1.value.utf8.count }
        fingerprint = self.observances.hashValue
    }

    /// Returns the changes of the offset.
    ///
    /// Most objects of a client repeat the same definition, and so the last ones that are not large are kept.
    ///
    /// - Throws: The rules cost more than definitions may.
    func transitions() throws(RecurrenceError) -> ZoneTransitions {
        guard octets <= Self.maximumCachedOctets else { return try table() }
        if let known = Self.cache.withLock({ $0[self] }) { return known }
        let transitions = try table()
        Self.cache.withLock { $0.keep(transitions, for: self, octets: octets + transitions.octets) }
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

extension TimeZoneDefinition: Hashable {
    /// Compares the observances.
    static func == (left: TimeZoneDefinition, right: TimeZoneDefinition) -> Bool {
        left.fingerprint == right.fingerprint && left.observances == right.observances
    }

    /// Feeds the hash that is there.
    func hash(into hasher: inout Hasher) {
        hasher.combine(fingerprint)
    }
}
