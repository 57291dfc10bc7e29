/// The times that the index of occurrences knows: whole seconds since 1970-01-01T00:00:00Z within 34,000 years of it.
///
/// The bounds stand for "always so" and "for ever", and leave room to calculate without overflow.
enum OccurrenceTime {
    /// The start of what has no start, and the `indexed_until` of an object that is not indexed.
    static let earliest: Int64 = -(1 << 40)

    /// The end of what has no end.
    static let latest: Int64 = 1 << 40

    /// Returns the nearest time within the bounds.
    static func clamp(_ time: Int64) -> Int64 {
        min(max(time, earliest), latest)
    }

    /// Returns the part of a range within the bounds; never empty, since what has no duration takes one second.
    ///
    /// RFC 4791 §9.9 lets what has no duration match the range that contains its start. With times in whole seconds,
    /// one second overlaps exactly the same ranges.
    static func clamp(_ span: Range<Int64>) -> Range<Int64> {
        let start = min(clamp(span.lowerBound), latest - 1)
        return start..<max(clamp(span.upperBound), start + 1)
    }
}
