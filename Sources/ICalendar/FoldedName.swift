/// A name of a property or component as it is compared: without regard to case (RFC 5545 §2).
///
/// The first sixteen octets are two numbers, which are all of nearly every name; so two names are compared without a look
/// at their texts, and no text is made for it.
struct FoldedName: Hashable, Sendable {
    /// The octets that the numbers hold.
    private static let heldOctets = 16

    private let first: UInt64
    private let second: UInt64
    /// The number of octets of the name.
    let count: Int

    /// Folds a name.
    ///
    /// - Parameter octets: The octets of the name.
    init(_ octets: Span<UInt8>) {
        var (first, second) = (UInt64(0), UInt64(0))
        for index in 0..<min(octets.count, 8) { first = first << 8 | UInt64(Octet.lowercased(octets[index])) }
        for index in 8..<max(8, min(octets.count, Self.heldOctets)) {
            second = second << 8 | UInt64(Octet.lowercased(octets[index]))
        }
        (self.first, self.second, count) = (first, second, octets.count)
    }

    /// Folds a name.
    ///
    /// - Parameter name: The name.
    init(_ name: String) {
        self.init(name.utf8.span)
    }

    /// Whether equality of folded names is equality of the names; of longer ones the rest has to be compared as well.
    var isWhole: Bool { count <= Self.heldOctets }
}
