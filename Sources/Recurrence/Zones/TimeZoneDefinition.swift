import ICalendar

/// A time zone as a VTIMEZONE defines it (RFC 5545 §3.6.5): the observances that follow on each other.
struct TimeZoneDefinition: Sendable {
    private static let maximumObservances = 512
    /// What one definition may cost.
    static let budget = RecurrenceBudget(work: 50_000, instances: 5_000)

    private let observances: [TimeZoneObservance]
    private let workOfReading: Int

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
        workOfReading = meter.work
    }

    /// Calculates the changes of the offset.
    ///
    /// - Returns: The changes, and what they and the reading cost.
    /// - Throws: The rules cost more than definitions may.
    func zone() throws(RecurrenceError) -> DefinedZone {
        var meter = WorkMeter(Self.budget)
        var changes: [(instant: UTCTime, offset: Int)] = []
        for observance in observances {
            for onset in try observance.onsets(spending: &meter) { changes.append((onset, observance.offsetTo)) }
        }
        // RFC 5545 §3.6.5 has no offset before the first observance; that from which it changed is the nearest.
        let first = observances.min { $0.firstOnset < $1.firstOnset }
        return DefinedZone(
            transitions: ZoneTransitions(initial: first?.offsetFrom ?? 0, changes: changes),
            work: workOfReading + meter.work
        )
    }
}
