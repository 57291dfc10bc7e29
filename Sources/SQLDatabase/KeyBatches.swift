/// A long list of keys cut into batches for statements of the form `… IN (?, …)`.
///
/// Only few lengths occur (1, 10, 25 and 100, filled up by repeating the last key), so that an engine can keep every
/// statement prepared. Repeated keys do not change what `IN` finds.
package struct KeyBatches: Sequence {
    /// One statement's worth of keys.
    package struct Batch: Hashable, Sendable {
        /// The list to put after `IN`, parentheses included.
        package let placeholders: String

        /// The keys, as many as there are placeholders.
        package let arguments: [SQLValue]
    }

    private static let widths = [1, 10, 25, 100]

    private let keys: [SQLValue]

    /// Creates the batches of some keys.
    package init(_ keys: some Sequence<SQLValue>) {
        self.keys = Array(keys)
    }

    /// Returns the batches in the order of the keys; none when there are no keys.
    package func makeIterator() -> IndexingIterator<[Batch]> {
        stride(from: 0, to: keys.count, by: 100).map { start in
            batch(keys[start..<Swift.min(start + 100, keys.count)])
        }.makeIterator()
    }

    private func batch(_ slice: ArraySlice<SQLValue>) -> Batch {
        let width = Self.widths.first { $0 >= slice.count } ?? slice.count
        let filler = Array(repeating: slice.last ?? .null, count: width - slice.count)
        let marks = Array(repeating: "?", count: width).joined(separator: ", ")
        return Batch(placeholders: "(\(marks))", arguments: Array(slice) + filler)
    }
}
