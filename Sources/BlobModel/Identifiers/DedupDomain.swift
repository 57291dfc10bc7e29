/// The owner within which equal bytes are stored once: the calendar home that pays for them.
///
/// The ID is 1 through 63 lower-case letters, digits, and hyphens (a home's 26 characters of base 32 are such a text),
/// and is never used again for another owner. In JSON a domain is the plain string of its ID.
package struct DedupDomain: Sendable {
    /// The domain's ID.
    package let id: String

    /// The SHA-256 of the ID's UTF-8, with which every index key of the domain begins.
    package let key: ContentID

    /// Makes the domain with an ID that may come from anywhere.
    ///
    /// - Throws: ``BlobModelError/malformedIdentifier(kind:text:)`` when the text cannot be a domain's ID.
    package init(validating id: String) throws(BlobModelError) {
        guard IdentifierAlphabet.isLabel(id) else { throw .malformed("dedup domain", id) }
        self.id = id
        key = ContentID(of: Array(id.utf8).span)
    }

    /// The slot into which the domain falls.
    package var slot: Slot { Slot(ofDomainKey: key) }
}

extension DedupDomain: Hashable {
    /// Tells whether two domains have the same ID.
    package static func == (left: DedupDomain, right: DedupDomain) -> Bool { left.id == right.id }

    /// Hashes the ID alone, since the key follows from it.
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension DedupDomain: Codable, CustomStringConvertible {
    /// Reads the domain from the plain string of its ID and validates it.
    package init(from decoder: any Decoder) throws {
        try self.init(validating: String(from: decoder))
    }

    /// Writes the domain as the plain string of its ID.
    package func encode(to encoder: any Encoder) throws {
        try id.encode(to: encoder)
    }

    /// The domain's ID.
    package var description: String { id }
}
