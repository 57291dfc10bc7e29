import ICalendar
import Recurrence

/// What of a filter an index can answer: every object that the filter finds has all of it, and so may others.
package struct FilterHint: Equatable, Sendable {
    /// The types of components that an object may have, in upper case; nil for any, empty where no object is found.
    package let componentTypes: Set<String>?

    /// The seconds since 1970-01-01T00:00:00Z that a span of the object overlaps; nil for any.
    ///
    /// An open end is `Int64.min` or `Int64.max`. The spans of ``OccurrenceSpans`` allow for floating times, so that the
    /// range is the one of the filter.
    package let timeRange: Range<Int64>?

    /// What the UID of the object matches; nil for any.
    private let uid: TextMatch?

    /// Whether every object that has all of this is found, so that its data need not be read.
    package let isExact: Bool

    /// Makes a hint.
    fileprivate init(componentTypes: Set<String>?, timeRange: Range<Int64>?, uid: TextMatch?, isExact: Bool) {
        self.componentTypes = componentTypes
        self.timeRange = timeRange
        self.uid = uid
        self.isExact = isExact
    }

    /// Tells whether an object with a UID may be found.
    ///
    /// - Parameter uid: The value of UID, as written.
    /// - Returns: Whether it passes the test of the UID, if there is one.
    package func admits(uid: String) -> Bool {
        self.uid?.matches(TextValue.unescape(uid)) ?? true
    }
}

extension CalendarFilter {
    /// What of the filter an index can answer.
    package var hint: FilterHint {
        let tests = root.tests ?? ComponentFilter.Tests()
        let wanted = tests.components.filter { $0.tests != nil && !$0.isPartOfTimezones }
        let names = wanted.map { Set([$0.name]) }
        let uids = wanted.flatMap { $0.tests?.properties ?? [] }.compactMap(\.uidMatch)
        return FilterHint(
            componentTypes: names.first.map { first in names.dropFirst().reduce(first) { $0.intersection($1) } },
            timeRange: wanted.lazy.compactMap(\.hintedRange).first?.seconds,
            uid: uids.first,
            isExact: tests.properties.isEmpty && wanted.count == tests.components.count
                && wanted.count <= 1 && wanted.allSatisfy { $0.tests?.isDecidedByUID ?? true }
        )
    }
}

extension ComponentFilter {
    /// Whether the component stands beside those of a calendar object resource, rather than being one.
    fileprivate var isPartOfTimezones: Bool { name == "VTIMEZONE" }

    /// A range of time that a span of the object has to overlap; nil for none, and for components that have no spans.
    fileprivate var hintedRange: TimeRange? {
        ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"].contains(name) ? tests?.hintedRange : nil
    }
}

extension ComponentFilter.Tests {
    /// A range of time that an instance of the component, or an alarm of it, has to overlap; nil for none.
    fileprivate var hintedRange: TimeRange? {
        timeRange ?? properties.lazy.compactMap(\.hintedRange).first
            ?? components.lazy.compactMap { $0.name == "VALARM" ? $0.tests?.timeRange : nil }.first
    }

    /// Whether there is at most the test of the UID.
    fileprivate var isDecidedByUID: Bool {
        timeRange == nil && components.isEmpty && properties.count <= 1
            && properties.allSatisfy { $0.uidMatch != nil && !$0.hasParameterTests }
    }
}

extension PropertyFilter {
    /// What the UID has to match; nil where the filter is of another property, or of more than its text.
    fileprivate var uidMatch: TextMatch? {
        guard name == "UID", case .isDefined(.text(let match)?, _) = criterion else { return nil }
        return match
    }

    fileprivate var hasParameterTests: Bool {
        guard case .isDefined(_, let parameters) = criterion else { return false }
        return !parameters.isEmpty
    }

    /// The range that an instance overlaps whose DTSTART, DTEND or DUE is in that of the filter; nil for other properties.
    fileprivate var hintedRange: TimeRange? {
        ["DTSTART", "DTEND", "DUE"].contains(name) ? timeRange : nil
    }
}

extension TimeRange {
    fileprivate var seconds: Range<Int64> {
        let first = start > .distantPast ? Int64(start.secondsSinceEpoch) : .min
        return first..<(end < .distantFuture ? Int64(end.secondsSinceEpoch) : .max)
    }
}
