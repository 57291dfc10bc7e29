/// One of the 4,096 parts into which dedup domains fall; a shard map assigns each to a shard.
package struct Slot: Hashable, Comparable, Sendable, Codable {
    /// The number of slots.
    ///
    /// It is part of the deployment's format and never changes.
    package static let count = 4_096

    /// The slot's number, 0 through 4,095.
    package let index: UInt16

    /// Makes the slot with a number.
    ///
    /// - Throws: ``BlobModelError/slotOutOfRange(_:)`` when there is no such slot.
    package init(validating index: Int) throws(BlobModelError) {
        guard (0..<Self.count).contains(index) else { throw .slotOutOfRange(index) }
        self.index = UInt16(index)
    }

    /// Makes the slot of a domain: the first 12 bits of the SHA-256 of its ID.
    ///
    /// - Parameter key: The SHA-256 of the domain's ID.
    package init(ofDomainKey key: ContentID) {
        let bytes = key.bytes
        index = UInt16(bytes[0]) << 4 | UInt16(bytes[1]) >> 4
    }

    /// Reads the slot from a plain number and validates it.
    package init(from decoder: any Decoder) throws {
        try self.init(validating: Int(from: decoder))
    }

    /// Writes the slot as a plain number.
    package func encode(to encoder: any Encoder) throws {
        try index.encode(to: encoder)
    }

    /// Tells whether a slot's number is below another's.
    package static func < (left: Slot, right: Slot) -> Bool { left.index < right.index }
}
