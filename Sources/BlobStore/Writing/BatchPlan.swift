import BlobModel
import KeyValueIndex

/// The name of a chunk within its domain.
struct ChunkKey: Hashable, Sendable {
    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    /// The chunk's content ID.
    let id: ContentID
}

/// What the operations of one batch append, and what each of them answers once that is durable.
///
/// The planner sees the index and the operations before it in the batch, so that two uploads of the same chunk in one batch
/// append it once. It runs on the writer's thread, where nothing else changes the index.
struct BatchPlan {
    /// The records to append.
    private(set) var batch = WriteBatch()

    /// The answer of each operation, in order; a failure appends nothing.
    private(set) var results: [Result<WriteOutcome, BlobStoreError>] = []

    /// The chunks that must be there when the batch is committed.
    private(set) var required: [ChunkKey] = []

    private struct ReferenceKey: Hashable {
        let domainKey: ContentID
        let id: ReferenceID
    }

    private let index: ShardIndex
    private let hasRoom: Bool
    private var addedChunks: Set<ChunkKey> = []
    private var addedManifests: Set<ChunkKey> = []
    private var changedReferences: [ReferenceKey: ContentID?] = [:]

    /// Makes a plan without operations.
    ///
    /// - Parameters:
    ///   - index: The shard's index.
    ///   - hasRoom: Tells whether operations may add bytes; without room only references are released.
    init(index: ShardIndex, hasRoom: Bool) {
        self.index = index
        self.hasRoom = hasRoom
    }

    /// Adds an operation.
    ///
    /// - Parameters:
    ///   - operation: The operation.
    ///   - txn: A snapshot of the index as the batch before left it.
    /// - Throws: What the engine throws; what the operation itself lacks goes into its result.
    mutating func add(
        _ operation: WriteOperation,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) {
        let key = operation.domainKey
        switch operation.change {
        case .append(let chunks):
            guard hasRoom else { return results.append(.failure(.insufficientSpace)) }
            results.append(.success(WriteOutcome(addedBytes: try append(chunks, key, txn))))
        case .commit(let chunks, let manifest, let reference):
            results.append(try commit(chunks, manifest, reference, key, txn))
        case .release(let reference):
            try release(reference, key, txn)
            results.append(.success(WriteOutcome()))
        }
    }

    private mutating func append(
        _ chunks: [NamedChunk],
        _ key: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> UInt64 {
        var fresh: [NamedChunk] = []
        for chunk in chunks where try !isPresent(ChunkKey(domainKey: key, id: chunk.id), txn) {
            addedChunks.insert(ChunkKey(domainKey: key, id: chunk.id))
            fresh.append(chunk)
        }
        guard !fresh.isEmpty else { return 0 }
        let entries = fresh.map { ChunkEntry(id: $0.id, length: UInt32($0.bytes.count)) }
        batch.add(.chunks(entries), domainKey: key, bodies: fresh.map(\.bytes))
        return entries.reduce(0) { $0 + UInt64($1.length) }
    }

    private mutating func commit(
        _ chunks: [NamedChunk],
        _ manifest: Manifest,
        _ reference: ReferenceID,
        _ key: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Result<WriteOutcome, BlobStoreError> {
        if let present = try blob(of: reference, key, txn) {
            let isSame = present == manifest.blob
            return isSame ? .success(WriteOutcome(wasPresent: true)) : .failure(.referenceConflict(reference))
        }
        guard hasRoom else { return .failure(.insufficientSpace) }
        let brought = Set(chunks.map(\.id))
        let elsewhere = Set(manifest.chunks.map(\.id)).subtracting(brought)
        for id in elsewhere where try !isPresent(ChunkKey(domainKey: key, id: id), txn) {
            return .failure(.chunkMissing(id))
        }
        let added = try append(chunks, key, txn)
        required += manifest.chunks.map { ChunkKey(domainKey: key, id: $0.id) }
        try add(manifest, key, txn)
        batch.add(.referenceAdded(reference, manifest.description), domainKey: key)
        changedReferences[ReferenceKey(domainKey: key, id: reference)] = .some(manifest.blob)
        return .success(WriteOutcome(addedBytes: added))
    }

    /// Adds the manifest unless it is there, or the blob has one chunk, whose record is enough.
    private mutating func add(
        _ manifest: Manifest,
        _ key: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) {
        let name = ChunkKey(domainKey: key, id: manifest.blob)
        guard manifest.chunks.count > 1, !addedManifests.contains(name),
            try index.manifest(of: manifest.blob, domainKey: key, txn) == nil
        else { return }
        let encoded = manifest.encoded()
        let digest = ContentID(of: encoded.span)
        addedManifests.insert(name)
        batch.add(
            .manifest(blob: manifest.description, digest: digest, byteCount: UInt64(encoded.count)),
            domainKey: key,
            bodies: [encoded]
        )
    }

    private mutating func release(
        _ reference: ReferenceID,
        _ key: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) {
        guard let blob = try blob(of: reference, key, txn) else { return }
        batch.add(.referenceReleased(reference, blob), domainKey: key)
        changedReferences[ReferenceKey(domainKey: key, id: reference)] = .some(nil)
    }

    private func isPresent(_ key: ChunkKey, _ txn: borrowing ReadTransaction) throws(BlobStoreError) -> Bool {
        if addedChunks.contains(key) { return true }
        return try index.contains(IndexKey.content(key.id, domainKey: key.domainKey), in: index.chunks, txn)
    }

    private func blob(
        of reference: ReferenceID,
        _ key: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> ContentID? {
        if let changed = changedReferences[ReferenceKey(domainKey: key, id: reference)] { return changed }
        return try index.reference(reference, domainKey: key, txn)?.blob.blob
    }
}
