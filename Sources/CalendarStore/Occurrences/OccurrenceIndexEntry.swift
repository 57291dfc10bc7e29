/// What the index of occurrences keeps of one object: when a time range may match it (RFC 4791 §9.9).
///
/// The spans only choose candidates, so that they may cover too much but never too little. They are kept in order and
/// apart from each other: those that overlap or touch are one. An object of very many spans gets fewer and coarser ones.
package struct OccurrenceIndexEntry: Hashable, Sendable {
    /// The greatest number of spans that are kept of one object.
    package static let maximumSpans = 256

    /// The spans in whole seconds since 1970-01-01T00:00:00Z, in order and apart from each other.
    package let spans: [Range<Int64>]

    /// The time before which the spans are complete; `nil` when there is nothing beyond them at any time.
    package let indexedUntil: Int64?

    /// Creates the entry of an object.
    ///
    /// - Parameters:
    ///   - spans: All spans that begin before `indexedUntil`, in any order; an open side is `Int64.min` or `Int64.max`.
    ///   - indexedUntil: The time before which the spans are complete, or `nil` when they are for all time.
    package init(spans: [Range<Int64>], indexedUntil: Int64?) {
        self.spans = Self.tidied(spans.map { OccurrenceTime.clamp($0) })
        self.indexedUntil = indexedUntil.map { OccurrenceTime.clamp($0) }
    }

    /// The entry of an object that was not looked at yet: a candidate for every time range.
    package static let notIndexed = OccurrenceIndexEntry(spans: [], indexedUntil: .min)

    /// The entry of an object that every time range may match for good, such as a to-do without any date.
    package static let always = OccurrenceIndexEntry(spans: [Int64.min..<Int64.max], indexedUntil: nil)

    /// Joins neighbours, with ever wider gaps between them, until there are few enough.
    private static func tidied(_ spans: [Range<Int64>]) -> [Range<Int64>] {
        var tidy = joined(spans.sorted { $0.lowerBound < $1.lowerBound }, across: 0)
        var gap: Int64 = 3600
        while tidy.count > maximumSpans {
            tidy = joined(tidy, across: gap)
            gap *= 2
        }
        return tidy
    }

    /// Joins the spans that lie no further apart than `gap`.
    private static func joined(_ spans: [Range<Int64>], across gap: Int64) -> [Range<Int64>] {
        var joined: [Range<Int64>] = []
        for span in spans {
            if let last = joined.last, span.lowerBound <= last.upperBound + gap {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                joined.append(span)
            }
        }
        return joined
    }
}
