import BlobModel
import KeyValueIndex

/// What compaction keeps of a record.
struct KeptRecord: Hashable, Sendable {
    /// What the record says in the output; an extent has the live chunks only.
    let content: SegmentRecord.Content

    /// Where the kept parts of its body are in the input, in order.
    let parts: [Part]

    /// One part of a body.
    struct Part: Hashable, Sendable {
        /// Its offset in the input.
        let offset: UInt64

        /// The entry that describes it, or nil for a manifest.
        let entry: ChunkEntry?

        /// Its number of bytes.
        let byteCount: Int
    }
}

/// Decides record by record what compaction keeps.
///
/// A body is kept when a row of the index points to it. A record without a body is kept when the state that it made still
/// stands, or when an older record may be left in the log that it takes back.
struct LiveRecords: Sendable {
    /// The most references to remember; releases beyond them are kept, which does no harm.
    private static let memory = 65_536

    private struct ReferenceKey: Hashable {
        let domainKey: ContentID
        let id: ReferenceID
    }

    /// The sequence number of the last record before the run; 0 when the run begins the log.
    private let base: UInt64
    private var begunHere: Set<ReferenceKey> = []

    /// Makes the decision's subject.
    ///
    /// - Parameter base: The sequence number of the last record before the run; 0 when the run begins the log.
    init(after base: UInt64) {
        self.base = base
    }

    /// Decides about a record.
    ///
    /// - Parameters:
    ///   - placed: The next record of the run.
    ///   - index: The shard's index.
    ///   - txn: A snapshot of the index.
    /// - Returns: What is kept of it, or nil.
    /// - Throws: ``BlobStoreError/damagedContent(_:)`` when a live body was found damaged: its segment stays as it is.
    mutating func kept(
        of placed: PlacedRecord,
        _ index: ShardIndex,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> KeptRecord? {
        let record = placed.record
        switch record.content {
        case .chunks(let entries):
            return try kept(entries, of: placed, index, txn)
        case .manifest(let blob, _, let byteCount):
            guard try isLive(manifestOf: blob.blob, placed, index, txn) else { return nil }
            let part = KeptRecord.Part(offset: placed.bodyOffset, entry: nil, byteCount: Int(byteCount))
            return KeptRecord(content: record.content, parts: [part])
        case .referenceAdded, .referenceReleased, .sessionAdvanced, .sessionEnded:
            guard try isNeeded(record, index, txn) else { return nil }
            return KeptRecord(content: record.content, parts: [])
        }
    }

    private func kept(
        _ entries: [ChunkEntry],
        of placed: PlacedRecord,
        _ index: ShardIndex,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> KeptRecord? {
        var parts: [KeptRecord.Part] = []
        var offset = placed.bodyOffset
        for entry in entries {
            let row = try index.chunk(entry.id, domainKey: placed.record.domainKey, txn)
            if let row, row.segment == placed.segment, row.offset == offset {
                guard row.isUsable else { throw .damagedContent(entry.id) }
                parts.append(KeptRecord.Part(offset: offset, entry: entry, byteCount: Int(entry.storedLength)))
            }
            offset += UInt64(entry.storedLength)
        }
        return parts.isEmpty ? nil : KeptRecord(content: .chunks(parts.compactMap(\.entry)), parts: parts)
    }

    /// A collected manifest is needed until its members are removed, which are read from it.
    private func isLive(
        manifestOf blob: ContentID,
        _ placed: PlacedRecord,
        _ index: ShardIndex,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Bool {
        let (domainKey, sequence) = (placed.record.domainKey, placed.record.sequence)
        let dissolving = IndexKey.dissolving(blob, manifest: sequence, domainKey: domainKey)
        if try index.contains(dissolving, in: index.dissolving, txn) { return true }
        guard let row = try index.manifest(of: blob, domainKey: domainKey, txn), row.segment == placed.segment,
            row.offset == placed.bodyOffset
        else { return false }
        guard row.isUsable else { throw .damagedContent(blob) }
        return true
    }

    private mutating func isNeeded(
        _ record: SegmentRecord,
        _ index: ShardIndex,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Bool {
        switch record.content {
        case .chunks, .manifest:
            preconditionFailure("A record with a body is judged by its body.")
        case .referenceAdded(let reference, _):
            noteBeginning(of: reference, record)
            return try index.reference(reference, domainKey: record.domainKey, txn)?.sequence == record.sequence
        case .referenceReleased(let reference, _):
            return isReleaseNeeded(of: reference, record)
        case .sessionAdvanced(let session, let advance):
            let opened = advance.opened == 0 ? record.sequence : advance.opened
            return try index.session(session, domainKey: record.domainKey, txn)?.opened == opened
        case .sessionEnded(_, let opened):
            // The opening record is in the run, and is dropped with the session, or it is older and may be there.
            return opened <= base
        }
    }

    /// A reference is added only while it is not there, so that no older addition of it stands before this one.
    private mutating func noteBeginning(of reference: ReferenceID, _ record: SegmentRecord) {
        guard begunHere.count < Self.memory else { return }
        begunHere.insert(ReferenceKey(domainKey: record.domainKey, id: reference))
    }

    /// A release takes back an addition that may stand before the run.
    private func isReleaseNeeded(of reference: ReferenceID, _ record: SegmentRecord) -> Bool {
        base > 0 && !begunHere.contains(ReferenceKey(domainKey: record.domainKey, id: reference))
    }
}
