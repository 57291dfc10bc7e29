/// The class of a span by its duration: the smallest number k such that the span takes at most 2^k hours.
///
/// Whatever of one class overlaps a range starts less than 2^k hours before it. So the classes make the overlap of
/// spans, which no single ordered index can answer, a handful of short ranges of starts.
struct OccurrenceClass: Hashable {
    /// The number k, from 0.
    let number: Int64

    /// Creates a class from its number.
    init(number: Int64) {
        self.number = number
    }

    /// Creates the class of a span.
    init(of span: Range<Int64>) {
        let hours = (span.upperBound - span.lowerBound + 3599) / 3600
        number = hours <= 1 ? 0 : Int64(Int64.bitWidth - (hours - 1).leadingZeroBitCount)
    }

    /// The longest duration of the class in seconds.
    var reach: Int64 { 3600 << number }
}
