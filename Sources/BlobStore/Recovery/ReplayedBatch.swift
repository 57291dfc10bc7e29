import BlobModel

/// A whole batch of records as it was read from a segment.
struct ReplayedBatch: Sendable {
    /// The records, each with its place.
    private(set) var records: [PlacedRecord] = []

    /// The bodies that are not what their records say.
    private(set) var damage: [DamagedBody] = []

    /// Makes a batch without records.
    init() {}

    /// Tells whether nothing was read.
    var isEmpty: Bool { records.isEmpty }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - placed: The record, with its place.
    ///   - parts: The positions of the damaged parts of its body.
    mutating func add(_ placed: PlacedRecord, damagedParts parts: [Int]) {
        records.append(placed)
        damage += parts.map { DamagedBody(part: $0, of: placed) }
    }
}

/// Stored bytes of a chunk or a manifest that are not what their record says.
struct DamagedBody: Hashable, Sendable {
    /// Whether it is a chunk or a manifest.
    let subject: QuarantineRow.Subject

    /// The chunk's name, or that of the manifest's blob.
    let name: ContentID

    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    /// The segment that has the bytes.
    let segment: UInt64

    /// Their offset in the segment.
    let offset: UInt64

    /// The sequence number of the record that brought them.
    let sequence: UInt64

    /// Names the damage.
    ///
    /// - Parameters:
    ///   - part: The position of the chunk in its extent; 0 for a manifest.
    ///   - placed: The record.
    init(part: Int, of placed: PlacedRecord) {
        switch placed.record.content {
        case .chunks(let entries):
            subject = .chunk
            name = entries[part].id
            offset = entries[..<part].reduce(placed.bodyOffset) { $0 + UInt64($1.storedLength) }
        case .manifest(let blob, _, _):
            subject = .manifest
            name = blob.blob
            offset = placed.bodyOffset
        case .referenceAdded, .referenceReleased, .sessionAdvanced, .sessionEnded:
            preconditionFailure("Only extents and manifests have bodies.")
        }
        domainKey = placed.record.domainKey
        segment = placed.segment
        sequence = placed.record.sequence
    }
}
