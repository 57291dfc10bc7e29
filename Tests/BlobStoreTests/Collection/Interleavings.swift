/// All orders in which the steps of several sequences can follow each other, each sequence in its own order.
struct Interleavings: Sequence {
    /// The number of steps of each sequence.
    let lengths: [Int]

    /// Returns the orders; each is a list of the sequences that take the next step.
    func makeIterator() -> some IteratorProtocol<[Int]> {
        Self.orders(of: lengths).makeIterator()
    }

    private static func orders(of lengths: [Int]) -> [[Int]] {
        guard lengths.contains(where: { $0 > 0 }) else { return [[]] }
        return lengths.indices.filter { lengths[$0] > 0 }.flatMap { first in
            var rest = lengths
            rest[first] -= 1
            return orders(of: rest).map { [first] + $0 }
        }
    }
}
