import Cryptography
package import FoundationEssentials

/// The identifier of a calendar object resource; it stays the same through changes and moves.
package struct ObjectID: RandomIdentifier {
    /// The 26 characters.
    package let text: String

    /// Creates an identifier from text that is known to be well formed.
    package init(unchecked text: String) {
        self.text = text
    }
}

extension ObjectID {
    /// Makes a new identifier of 48 bits that tell its instant, in milliseconds since 1970, and 80 random ones.
    ///
    /// Objects that are stored one after the other are neighbours wherever rows are in the order of their identifiers.
    /// So they share pages that have to be written, and a large database is not written to everywhere.
    package static func make(now: Date) -> ObjectID {
        let milliseconds = UInt64(max(0, now.timeIntervalSince1970 * 1000))
        let instant = stride(from: 40, through: 0, by: -8).map { UInt8(truncatingIfNeeded: milliseconds >> $0) }
        return ObjectID(unchecked: Base32.encode(instant + SecureRandom.bytes(10)))
    }
}
