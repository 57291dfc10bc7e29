import BlobModel
import DurableIO
import KeyValueIndex

/// Reads blobs of a shard.
///
/// All calls block their thread.
///
/// A snapshot of the index is closed before a segment is read, so that a slow disk never holds one.
struct ShardReader: Sendable {
    /// The shard's index.
    let index: ShardIndex

    /// The shard's segments.
    let files: SegmentFiles

    /// The exclusive lock on the shard's directory, held for as long as anybody reads.
    let lock: any FileLock

    /// What makes of stored bytes what was uploaded.
    var opener = ContentOpener(keys: nil)

    /// Where small blobs were found lately.
    let recent = RecentPlaces()

    /// Returns what a reference names, or nil when the domain has none of this name.
    func blob(of reference: ReferenceID, in domain: DedupDomain) throws(BlobStoreError) -> BlobDescription? {
        let row = try index.read { (txn) throws(BlobStoreError) in
            try index.reference(reference, domainKey: domain.key, txn)
        }
        guard let stored = row?.blob else { return nil }
        let blob = try contentID(of: ChunkKey(domainKey: domain.key, id: stored.blob))
        return BlobDescription(blob: blob, size: stored.size)
    }

    /// Tells whether a domain surely has none of a reference's name, without waiting for anything but a row of the index.
    ///
    /// - Returns: False when there is one, and when it cannot be told at once: then ask ``blob(of:in:)``.
    func surelyLacks(_ reference: ReferenceID, in domain: DedupDomain) throws(BlobStoreError) -> Bool {
        let isAbsent = try index.readIfFree { (txn) throws(BlobStoreError) in
            try index.reference(reference, domainKey: domain.key, txn) == nil
        }
        return isAbsent ?? false
    }

    /// Returns a blob's size.
    ///
    /// - Throws: ``BlobStoreError/blobNotFound(_:)``.
    func size(of blob: ContentID, in domain: DedupDomain) throws(BlobStoreError) -> UInt64 {
        try find(blob, in: domain).place.size
    }

    /// Returns the parts of chunks that make up a blob, or a range of it.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - range: The bytes wanted, or nil for all.
    /// - Returns: The parts, in order.
    /// - Throws: ``BlobStoreError/blobNotFound(_:)`` and ``BlobStoreError/rangeNotSatisfiable(size:)``.
    func slices(
        of blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>?
    ) throws(BlobStoreError) -> [BlobSlice] {
        let chunks = try chunks(of: blob, in: domain)
        let size = chunks.reduce(0) { $0 + UInt64($1.length) }
        guard range?.upperBound ?? 0 <= size else { throw .rangeNotSatisfiable(size: size) }
        return BlobSlice.slices(of: range ?? 0..<size, in: chunks)
    }

    /// Returns how a blob, or a range of it, is read: the bytes themselves when they are one piece.
    ///
    /// - Throws: ``BlobStoreError/blobNotFound(_:)`` and ``BlobStoreError/rangeNotSatisfiable(size:)``;
    ///   ``BlobStoreError/damagedContent(_:)`` when the one piece is not what it was.
    func opening(
        of blob: ContentID,
        in domain: DedupDomain,
        range: Range<UInt64>?
    ) throws(BlobStoreError) -> BlobOpening {
        let slices = try slices(of: blob, in: domain, range: range)
        guard BlobSlice.isOnePiece(slices) else { return .slices(slices) }
        return .bytes(try read(slices, in: domain))
    }

    /// Returns where the chunks of slices are.
    ///
    /// - Throws: ``BlobStoreError/chunkMissing(_:)`` when one is not there any more.
    func locate(_ slices: some Sequence<BlobSlice>, in domain: DedupDomain) throws(BlobStoreError) -> [LocatedSlice] {
        try index.read { (txn) throws(BlobStoreError) in
            var located: [LocatedSlice] = []
            for slice in slices {
                guard let location = try index.chunk(slice.chunk, domainKey: domain.key, txn) else {
                    throw .chunkMissing(slice.chunk)
                }
                guard location.length == slice.length, location.isUsable else { throw .damagedContent(slice.chunk) }
                located.append(LocatedSlice(slice: slice, location: location))
            }
            return located
        }
    }

    /// Returns where a blob is, and under which name.
    ///
    /// - Throws: ``BlobStoreError/blobNotFound(_:)`` and ``BlobStoreError/blobCollected(_:)``.
    func find(
        _ blob: ContentID,
        in domain: DedupDomain
    ) throws(BlobStoreError) -> (name: ChunkKey, place: StoredPlace) {
        let names = try opener.names(of: blob, domainKey: domain.key).map { ChunkKey(domainKey: domain.key, id: $0) }
        do throws(BlobStoreError) {
            return try index.read { (txn) throws(BlobStoreError) in
                for name in names {
                    if let place = try index.place(of: name, txn) { return (name, place) }
                }
                for name in names where try index.contains(name.indexKey, in: index.collected, txn) {
                    throw .blobCollected(blob)
                }
                throw .blobNotFound(blob)
            }
        } catch .blobNotFound {
            try requireKey(of: domain.key)
            throw .blobNotFound(blob)
        }
    }

    private func chunks(of blob: ContentID, in domain: DedupDomain) throws(BlobStoreError) -> [Manifest.Chunk] {
        try whereItIs { () throws(BlobStoreError) in
            let (name, place) = try find(blob, in: domain)
            return switch place {
            case .manifest(let location): try manifest(of: name, at: location).chunks
            case .chunk(let location): [Manifest.Chunk(id: name.id, length: location.length)]
            }
        }
    }

    /// Returns a manifest whose place is known, with its blob's content ID and the names of its chunks.
    ///
    /// - Throws: ``BlobStoreError/damagedContent(_:)`` when it is not what it was, and what keeps an encrypted one from being
    ///   opened.
    func manifest(of name: ChunkKey, at location: ManifestLocation) throws(BlobStoreError) -> Manifest {
        let stored = try bytes(in: location.segment, at: location.offset, count: location.byteCount)
        guard ContentID(of: stored.span) == location.digest else { throw .damagedContent(name.id) }
        return try opener.manifest(stored, of: name, isEncrypted: location.flags.contains(.encrypted))
    }

    /// Looks for something and reads it, and does both again when compaction moved it in between.
    ///
    /// A segment that was open before it was compacted stays readable; only one that nobody had open is gone. One look more
    /// is enough: what compaction wrote is not compacted again within the time of a read.
    func whereItIs<Value>(
        _ body: () throws(BlobStoreError) -> Value
    ) throws(BlobStoreError) -> Value {
        do throws(BlobStoreError) {
            return try body()
        } catch .file(let error) where error.isAbsence {
            return try body()
        }
    }

    /// Returns bytes of a segment.
    ///
    /// - Throws: ``BlobStoreError/damagedSegment(_:offset:_:)`` when the file ends before.
    func bytes(in segment: UInt64, at offset: UInt64, count: UInt64) throws(BlobStoreError) -> [UInt8] {
        let file = try file(segment, with: count, at: offset)
        return try BlobStoreError.wrap { () throws(FileError) in try file.read(at: offset, count: Int(count)) }
    }

    /// Returns a segment, open for reading, that has some bytes.
    ///
    /// - Parameters:
    ///   - segment: The segment.
    ///   - count: The number of the bytes.
    ///   - offset: Their offset.
    /// - Returns: The file.
    /// - Throws: ``BlobStoreError/damagedSegment(_:offset:_:)`` when the file ends before: a length of the index is never
    ///   trusted as the size of a buffer, nor as what can be sent.
    func file(
        _ segment: UInt64,
        with count: UInt64,
        at offset: UInt64
    ) throws(BlobStoreError) -> any ReadFile {
        let file = try files.file(segment)
        let size = try BlobStoreError.wrap { () throws(FileError) in try file.size() }
        guard offset <= size, count <= size - offset else { throw .damagedSegment(segment, offset: offset, .cut) }
        return file
    }
}
