package import BlobModel

/// Something in a shard that is not as it should be, found by a scrub or by a verification.
package enum ShardFinding: Hashable, Sendable {
    /// The stored bytes of a chunk are not what they were; a later upload of the same bytes heals them.
    case damagedChunk(ContentID, segment: UInt64, offset: UInt64)
    /// The stored bytes of a manifest are not what they were; a later upload of the same blob heals them.
    case damagedManifest(ContentID, segment: UInt64, offset: UInt64)
    /// The bytes are whole, but the record that says so is not: reads go on, and a rebuild of the index would lose them.
    case unrecordedContent(ContentID, segment: UInt64, offset: UInt64)
    /// A header, a record's header, or a footer is damaged.
    case damagedSegment(UInt64, offset: UInt64, SegmentFault)
    /// The file of a segment is not there, or the system cannot read it.
    case unreadableSegment(UInt64, offset: UInt64, reason: String)
    /// A row of the index does not say what the record says that it came from.
    case contradictedRow(table: String, ContentID, segment: UInt64, offset: UInt64)
    /// Rows of the index came from records that are not there.
    case unfoundedRows(table: String, count: UInt64)
    /// The tally of a segment is not that of its records.
    case wrongTally(segment: UInt64, indexed: UInt64, counted: UInt64)
    /// There is no segment for a number of the log.
    case missingSegment(UInt64)
    /// The blob of a reference cannot be read.
    case unreadableBlob(ReferenceID, ContentID, lacking: ContentID)
    /// The key of a domain, named by the SHA-256 of its ID, cannot be used: what is encrypted under it cannot be read.
    case unusableKey(ContentID, KeyFault)
    /// A reference has no claim on its blob, or a claim has no reference.
    case wrongClaims(references: UInt64, claims: UInt64, unmatched: UInt64)
    /// A manifest lists chunks that do not know of it.
    case missingMembers(manifest: ContentID, count: UInt64)
    /// Chunks are said to be held by manifests or upload sessions that never were.
    case unfoundedMembers(count: UInt64)
}

extension ShardFinding: CustomStringConvertible {
    /// A sentence that says what is wrong, with the place.
    package var description: String {
        switch self {
        case .damagedChunk(let id, let segment, let offset):
            "The bytes of the chunk \(id) at \(Self.place(segment, offset)) are damaged."
        case .damagedManifest(let id, let segment, let offset):
            "The manifest of the blob \(id) at \(Self.place(segment, offset)) is damaged."
        case .unrecordedContent(let id, let segment, let offset):
            "The bytes of \(id) at \(Self.place(segment, offset)) are whole, but the header of their record is damaged."
        case .damagedSegment(let segment, let offset, let fault):
            "At \(Self.place(segment, offset)): \(fault)."
        case .unreadableSegment(let segment, let offset, let reason):
            "Nothing can be read from \(Self.place(segment, offset)) on: \(reason)"
        case .contradictedRow(let table, let id, let segment, let offset):
            "The table “\(table)” says of \(id) something else than the record at \(Self.place(segment, offset))."
        case .unfoundedRows(let table, let count):
            "\(count) rows of the table “\(table)” come from no record."
        case .wrongTally(let segment, let indexed, let counted):
            "The index counts \(indexed) bytes in use in segment \(Self.name(segment)), its records have \(counted)."
        case .missingSegment(let number):
            "There is no segment number \(number)."
        case .unreadableBlob(let reference, let blob, let lacking):
            "The blob \(blob) of the reference \(reference) cannot be read: \(lacking) is damaged or missing."
        case .unusableKey(let domain, let fault):
            "The key file keys/\(domain).key cannot be used, and no encrypted blob of its domain can be read: \(fault)."
        case .wrongClaims(let references, let claims, let unmatched):
            "There are \(references) references and \(claims) claims; \(unmatched) references have none."
        case .missingMembers(let manifest, let count):
            "\(count) chunks of the blob \(manifest) are not held by its manifest."
        case .unfoundedMembers(let count):
            "\(count) chunks are held by manifests or upload sessions that never were."
        }
    }

    private static func place(_ segment: UInt64, _ offset: UInt64) -> String {
        "segment \(name(segment)), offset \(offset)"
    }

    /// The name of a segment as its file has it.
    private static func name(_ segment: UInt64) -> String {
        let digits = String(segment, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
