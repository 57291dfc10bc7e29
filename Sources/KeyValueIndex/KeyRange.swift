/// A range of keys in their order: unsigned bytes from left to right, a shorter key before those that it begins.
package struct KeyRange: Hashable, Sendable {
    /// The first key that is in the range.
    package let lower: [UInt8]
    /// The first key that is after the range; nil when there is none.
    package let upper: [UInt8]?

    /// Makes the range of the keys that are not before `lower` and are before `upper`.
    ///
    /// To go on after a key, let `lower` be that key followed by a zero byte.
    ///
    /// - Parameters:
    ///   - lower: The first key in the range; empty to begin at the first of all.
    ///   - upper: The first key after the range; nil to end at the last of all.
    package init(from lower: [UInt8] = [], until upper: [UInt8]? = nil) {
        self.lower = lower
        self.upper = upper
    }

    /// The range of all keys.
    package static let all = KeyRange()

    /// Returns the range of the keys that begin with some bytes.
    ///
    /// - Parameters:
    ///   - prefix: The bytes with which all keys of the range begin.
    ///   - lower: A key at which to begin instead of at the first one.
    /// - Returns: The range, empty when `lower` is after all of these keys.
    package static func prefix(_ prefix: [UInt8], from lower: [UInt8]? = nil) -> KeyRange {
        guard let lower, prefix.lexicographicallyPrecedes(lower) else {
            return KeyRange(from: prefix, until: successor(ofPrefix: prefix))
        }
        return KeyRange(from: lower, until: successor(ofPrefix: prefix))
    }

    /// Returns the first key after all that begin with a prefix: the prefix, counted up by one.
    private static func successor(ofPrefix prefix: [UInt8]) -> [UInt8]? {
        var successor = prefix
        while let last = successor.popLast() {
            guard last == .max else { return successor + [last + 1] }
        }
        return nil
    }
}
