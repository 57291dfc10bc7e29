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
        guard let set = try? RecurrenceSet(of: resource) else {
            self = resource.hasRules ? .notIndexed : .always
            return
        }
        self.init(indexing: resource, set, now: now)
    }

    /// Makes the entry of an object that is about to be stored, and whose times have been read, quickly.
    ///
    /// - Parameters:
    ///   - resource: The object.
    ///   - set: Its instances, floating times in UTC.
    ///   - now: The instant of the write.
    init(indexing resource: CalendarObjectResource, _ set: RecurrenceSet, now: Date) {
        let end = OccurrenceHorizon.end(now: now)
        self.init(OccurrenceSpans(of: resource, set, until: end, budget: Self.writeBudget))
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
            self.init(OccurrenceSpans(of: resource, until: OccurrenceHorizon.end(now: now)))
        } else {
            self = .always
        }
    }

    private init(_ spans: OccurrenceSpans) {
        self.init(spans: spans.spans, indexedUntil: spans.indexedUntil)
    }
}

extension CalendarObjectResource {
    /// Whether a component has recurrence rules or lists of dates, which may cost more than a write can spend.
    fileprivate var hasRules: Bool {
        instances.contains { $0.has("RRULE") || $0.has("RDATE") || $0.has("EXRULE") }
    }
}
