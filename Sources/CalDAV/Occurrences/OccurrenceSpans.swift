package import ICalendar
package import Recurrence

/// When a range of time may match a calendar object resource: what an index keeps of it.
///
/// Each range for which RFC 4791 §9.9 finds the object or an alarm of it overlaps a span; the spans may cover more.
package struct OccurrenceSpans: Hashable, Sendable {
    /// The gap up to which spans are one, so that what happens every day has one span in all.
    private static let joinedGap: Int64 = 86_400

    /// An object that every range may match.
    package static let always = OccurrenceSpans(spans: [.min..<(.max)], indexedUntil: nil)

    /// The seconds since 1970-01-01T00:00:00Z, in order and apart from each other; an open side is `Int64.min` or
    /// `Int64.max`.
    package let spans: [Range<Int64>]

    /// The time before which the spans are complete; nil where there is nothing beyond them.
    package let indexedUntil: Int64?

    private init(spans: [Range<Int64>], indexedUntil: Int64?) {
        self.spans = spans
        self.indexedUntil = indexedUntil
    }

    /// Calculates the spans of a resource up to a time.
    ///
    /// An object whose times cannot be read, or cost more than the budget, may match always.
    ///
    /// - Parameters:
    ///   - resource: The resource.
    ///   - time: The time up to which the instances of rules without end are listed.
    ///   - budget: What the question to the recurrence set may cost.
    package init(of resource: CalendarObjectResource, until time: UTCTime, budget: RecurrenceBudget = .standard) {
        guard let set = try? RecurrenceSet(of: resource) else {
            self = .always
            return
        }
        self.init(of: resource, set, until: time, budget: budget)
    }

    /// Calculates the spans of a resource whose times have been read.
    ///
    /// An object whose times cost more than the budget may match always.
    ///
    /// - Parameters:
    ///   - resource: The resource.
    ///   - set: Its instances, floating times in UTC.
    ///   - time: The time up to which the instances of rules without end are listed.
    ///   - budget: What the question to the recurrence set may cost.
    package init(
        of resource: CalendarObjectResource,
        _ set: RecurrenceSet,
        until time: UTCTime,
        budget: RecurrenceBudget = .standard
    ) {
        let reader = SpanReader(resource, set, budget: budget)
        guard let spans = try? reader.spans(until: reader.isUnbounded ? time : .distantFuture) else {
            self = .always
            return
        }
        self.init(
            spans: Self.joined(spans),
            indexedUntil: reader.isUnbounded ? Int64(time.secondsSinceEpoch) : nil
        )
    }

    private static func joined(_ spans: [Range<Int64>]) -> [Range<Int64>] {
        guard spans.count > 1 else { return spans }
        var joined: [Range<Int64>] = []
        for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, last.upperBound == .max || span.lowerBound <= last.upperBound + joinedGap {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                joined.append(span)
            }
        }
        return joined
    }
}
