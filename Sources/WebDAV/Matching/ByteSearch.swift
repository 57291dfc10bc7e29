/// A search for a run of octets in others, in time linear in the length of both (Knuth, Morris and Pratt).
///
/// The search of the standard library takes time in proportion to the product, which a client could use.
struct ByteSearch: Hashable, Sendable {
    private let part: [UInt8]

    /// For each place in the part, the length of the longest proper end before and at it with which the part also begins.
    private let borders: [Int]

    /// Prepares the search for a run of octets.
    init(for part: [UInt8]) {
        self.part = part
        borders = Self.borders(of: part)
    }

    /// Tells whether the octets have the run; all have the empty one.
    func isFound(in octets: [UInt8]) -> Bool {
        var matched = 0
        for octet in octets {
            guard matched < part.count else { break }
            matched = advance(from: matched, over: octet)
        }
        return matched == part.count
    }

    private func advance(from matched: Int, over octet: UInt8) -> Int {
        Self.advance(part, borders, from: matched, over: octet)
    }

    private static func borders(of part: [UInt8]) -> [Int] {
        guard !part.isEmpty else { return [] }
        var borders = [0]
        borders.reserveCapacity(part.count)
        for octet in part.dropFirst() {
            borders.append(advance(part, borders, from: borders[borders.count - 1], over: octet))
        }
        return borders
    }

    /// Returns how much of the part matches up to and with an octet, after some of it matched before the octet.
    private static func advance(_ part: [UInt8], _ borders: [Int], from matched: Int, over octet: UInt8) -> Int {
        var length = matched
        while length > 0, part[length] != octet { length = borders[length - 1] }
        return part[length] == octet ? length + 1 : length
    }
}
