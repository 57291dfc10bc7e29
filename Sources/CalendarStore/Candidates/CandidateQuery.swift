/// What a report asks of a calendar, as far as the indexes can tell: its candidates are all objects that may match.
///
/// The caller looks at each candidate to find out whether it does.
package struct CandidateQuery: Hashable, Sendable {
    /// The component types that match, in order and each once; `nil` when any does.
    package let componentTypes: [String]?

    /// The time range that has to match, in whole seconds since 1970-01-01T00:00:00Z; `nil` when any time does.
    package let range: Range<Int64>?

    /// Creates a query; without arguments every object is a candidate.
    ///
    /// - Parameters:
    ///   - componentTypes: The component types that match, such as `VEVENT`, or `nil`.
    ///   - range: The time range that has to match, with `Int64.min` or `Int64.max` for an open side, or `nil`.
    package init(componentTypes: Set<String>? = nil, range: Range<Int64>? = nil) {
        self.componentTypes = componentTypes?.sorted()
        self.range = range.map { OccurrenceTime.clamp($0.lowerBound)..<OccurrenceTime.clamp($0.upperBound) }
    }
}
