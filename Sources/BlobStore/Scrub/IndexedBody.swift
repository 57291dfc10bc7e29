import BlobModel

/// The stored bytes of a chunk or of a manifest, where the index or a record says that they are.
struct IndexedBody: Hashable, Sendable {
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

    /// Their number.
    let byteCount: UInt64

    /// The sequence number of the record that brought them.
    let sequence: UInt64

    /// How they are stored, and whether they were found damaged before.
    let flags: ChunkEntry.Flags

    /// The digest that the bytes must have; nil when only the record's own header tells what they must be.
    let digest: ContentID?

    /// Takes a chunk from its row.
    init(_ chunk: ChunkLocation, name: ContentID, domainKey: ContentID) {
        subject = .chunk
        self.name = name
        self.domainKey = domainKey
        segment = chunk.segment
        offset = chunk.offset
        byteCount = UInt64(chunk.storedLength)
        sequence = chunk.sequence
        flags = chunk.flags
        digest = chunk.flags.contains(.encrypted) ? nil : name
    }

    /// Takes a manifest from its row.
    init(_ manifest: ManifestLocation, blob: ContentID, domainKey: ContentID) {
        subject = .manifest
        name = blob
        self.domainKey = domainKey
        segment = manifest.segment
        offset = manifest.offset
        byteCount = manifest.byteCount
        sequence = manifest.sequence
        flags = manifest.flags
        digest = manifest.digest
    }

    /// Takes a part of the body of a record.
    ///
    /// - Parameters:
    ///   - part: The position of the chunk in its extent; 0 for a manifest.
    ///   - placed: The record.
    init(part: Int, of placed: PlacedRecord) {
        let domainKey = placed.record.domainKey
        switch placed.record.content {
        case .chunks(let entries):
            let offset = entries[..<part].reduce(placed.bodyOffset) { $0 + UInt64($1.storedLength) }
            let location = ChunkLocation(of: entries[part], in: placed, offset: offset)
            self.init(location, name: entries[part].id, domainKey: domainKey)
        case .manifest(let blob, let digest, _):
            let location = ManifestLocation(of: placed, size: blob.size, digest: digest)
            self.init(location, blob: blob.blob, domainKey: domainKey)
        case .referenceAdded, .referenceReleased, .sessionAdvanced, .sessionEnded:
            preconditionFailure("Only extents and manifests have bodies.")
        }
    }

    /// Tells whether the bytes were found damaged before.
    var isQuarantined: Bool { flags.contains(.quarantined) }

    /// The finding that the bytes are damaged.
    var damage: ShardFinding {
        switch subject {
        case .chunk: .damagedChunk(name, segment: segment, offset: offset)
        case .manifest: .damagedManifest(name, segment: segment, offset: offset)
        }
    }
}
