import CalDAV
import CalendarStore
import ICalendar
import Recurrence

/// Decides which candidates of a calendar-query its filter finds (RFC 4791 §9.7).
///
/// Data that cannot be read, or whose times cannot be told at a reasonable cost, is found: a client that sees an event
/// too many can pass it over, while one that it is never told of is lost.
struct QueryMatcher: Sendable {
    /// What of the filter the indexes answer.
    let hint: FilterHint

    private let filter: CalendarFilter

    /// Makes a matcher of the objects of any calendar.
    init(_ filter: CalendarFilter) {
        self.filter = filter
        hint = filter.hint
    }

    /// The candidates that have to be looked at.
    var candidates: CandidateQuery {
        CandidateQuery(componentTypes: hint.componentTypes, range: hint.timeRange)
    }

    /// Returns whether the filter finds a candidate.
    ///
    /// - Parameters:
    ///   - candidate: The candidate; with its data unless the hint is exact.
    ///   - floating: The zone of dates and floating times (RFC 4791 §7.3).
    /// - Returns: Whether the filter finds it.
    func finds(_ candidate: ReportedObject, floating: FloatingZone) -> Bool {
        let types = hint.componentTypes
        guard types?.contains(candidate.summary.componentType) ?? true, hint.admits(uid: candidate.summary.uid) else {
            return false
        }
        guard !hint.isExact, let object = candidate.object else { return true }
        guard let resource = try? CalendarObjectResource(parsing: object.data) else { return true }
        return (try? filter.matches(resource, floating: floating)) ?? true
    }
}
