import CalDAV
import CalendarStore
import FoundationEssentials
import ICalendar
import Recurrence

extension OccurrenceIndexEntry {
    /// What a write may spend on the entry: every day of a dozen years, some milliseconds at most.
    private static let writeBudget = RecurrenceBudget(work: 50_000, instances: 5_000)

    /// Makes the entry of an object that is about to be stored, quickly.
    ///
    /// A rule that costs more is left to the ``OccurrenceIndexer``; until then every time range may match the object.
    ///
    /// - Parameters:
    ///   - resource: The object.
    ///   - now: The instant of the write.
    init(indexing resource: CalendarObjectResource, now: Date) {
        self.init(resource, now: now, budget: Self.writeBudget)
        if self == .always, resource.hasRules { self = .notIndexed }
    }

    /// Makes the entry of stored data, at whatever it costs within the bounds of one question to its rules.
    ///
    /// Data that cannot be read may match always, so that the reports look at it.
    ///
    /// - Parameters:
    ///   - data: The iCalendar text of an object.
    ///   - now: The instant from which the horizon counts.
    init(indexingStored data: [UInt8], now: Date) {
        if let resource = try? CalendarObjectResource(parsing: data) {
            self.init(resource, now: now, budget: .standard)
        } else {
            self = .always
        }
    }

    private init(_ resource: CalendarObjectResource, now: Date, budget: RecurrenceBudget) {
        let spans = OccurrenceSpans(of: resource, until: OccurrenceHorizon.end(now: now), budget: budget)
        self.init(spans: spans.spans, indexedUntil: spans.indexedUntil)
    }
}

extension CalendarObjectResource {
    /// Whether a component has recurrence rules or lists of dates, which may cost more than a write can spend.
    fileprivate var hasRules: Bool {
        instances.contains { $0.first("RRULE") != nil || $0.first("RDATE") != nil || $0.first("EXRULE") != nil }
    }
}
