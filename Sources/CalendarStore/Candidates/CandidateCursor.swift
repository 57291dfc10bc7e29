/// A place in the order of a query's candidates, right after one of them.
///
/// It holds the keys of that candidate, so that the next page begins by a search in an index, whatever was read before.
package struct CandidateCursor: Hashable, Sendable {
    /// The keys, by the index that the candidate was found in.
    let place: Place

    /// The keys of a candidate in one of the indexes.
    enum Place: Hashable {
        /// An object of a type, or of any type, by its name.
        case member(type: String?, name: String)

        /// An object whose spans are incomplete, by the time before which they are complete, and its identifier.
        case incomplete(until: Int64, object: String)

        /// An object by the first of its spans in the range, and the number of its row.
        case occurrence(OccurrenceBucket, starts: Int64, object: Int64)
    }
}

/// One run of the index of occurrences: the spans of one component type and one class, in the order of their starts.
struct OccurrenceBucket: Hashable {
    /// The component type.
    let type: String

    /// The class of the spans' durations.
    let spanClass: OccurrenceClass
}
