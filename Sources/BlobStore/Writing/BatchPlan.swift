import BlobModel
import KeyValueIndex

/// The name of a chunk or a blob within its domain.
struct ChunkKey: Hashable, Sendable {
    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    /// The name in the index.
    let id: ContentID
}

/// What the operations of one batch append, and what each of them answers once that is durable.
///
/// The planner sees the index and the operations before it, so that two uploads of the same chunk in one batch append it
/// once. It runs on the writer's thread, where nothing else changes the index.
struct BatchPlan {
    /// The records to append.
    var batch = WriteBatch()

    /// The answer of each operation, in order; a failure appends nothing.
    private(set) var results: [Result<WriteOutcome, BlobStoreError>] = []

    /// What the write transaction changes and checks beside entering the records.
    var obligations = BatchObligations()

    /// The shard's index.
    let index: ShardIndex

    /// Tells whether operations may add bytes; without room only references are released.
    let hasRoom: Bool

    /// What the operations so far change, and those before the plan of which the index does not know yet.
    var changes: PlannedChanges

    /// Makes a plan without operations.
    ///
    /// - Parameters:
    ///   - index: The shard's index.
    ///   - changes: What the operations before change of which the index does not know yet.
    ///   - hasRoom: Tells whether operations may add bytes; without room only references are released.
    init(index: ShardIndex, after changes: PlannedChanges, hasRoom: Bool) {
        self.index = index
        self.changes = changes
        self.hasRoom = hasRoom
    }

    /// Tells whether an operation expects an upload session at another offset than where it is.
    var missesSessionOffset: Bool {
        results.contains { result in
            if case .failure(.sessionOffset) = result { true } else { false }
        }
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
        let scope = DomainScope(operation)
        switch operation.change {
        case .append(let chunks):
            guard hasRoom else { return results.append(.failure(.insufficientSpace)) }
            results.append(.success(WriteOutcome(addedBytes: try append(chunks, scope, txn))))
        case .commit(let chunks, let manifest, let reference):
            results.append(try commit(chunks, manifest, reference, scope, txn))
        case .release(let reference):
            _ = try release(reference, scope, txn)
            results.append(.success(WriteOutcome()))
        case .releaseAtOnce(let reference):
            let released = try release(reference, scope, txn)
            if let released { obligations.dueAtOnce.append(ChunkKey(domainKey: scope.key, id: released)) }
            results.append(.success(WriteOutcome()))
        case .advance(let session, let offset, let chunks, let expires):
            results.append(try advance(session, at: offset, chunks, expires: expires, scope, txn))
        case .finish(let session, let chunks, let manifest, let reference):
            results.append(try finish(session, chunks, manifest, reference, scope, txn))
        case .abandon(let session):
            try abandon(session, scope, txn)
            results.append(.success(WriteOutcome()))
        case .settle:
            results.append(.success(WriteOutcome()))
        }
    }

    /// Adds the chunks that are not there, and renews the lease of those that are.
    ///
    /// - Returns: The bytes that were not there.
    mutating func append(
        _ chunks: [NamedChunk],
        _ scope: DomainScope,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> UInt64 {
        var fresh: [NamedChunk] = []
        for chunk in chunks {
            let key = ChunkKey(domainKey: scope.key, id: chunk.id)
            if try isPresent(key, txn) {
                obligations.leases.append(key)
            } else {
                changes.chunks.insert(key)
                fresh.append(chunk)
            }
        }
        guard !fresh.isEmpty else { return 0 }
        batch.add(.chunks(fresh.map(\.entry)), scope, bodies: fresh.map(\.bytes))
        return fresh.reduce(0) { $0 + UInt64($1.entry.length) }
    }

    /// Adds the last chunks of a blob, its manifest, and a reference.
    mutating func commit(
        _ chunks: [NamedChunk],
        _ manifest: StoredManifest,
        _ reference: ReferenceID,
        _ scope: DomainScope,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Result<WriteOutcome, BlobStoreError> {
        let blob = manifest.blob.blob
        if let present = try self.blob(of: reference, scope.key, txn) {
            return present == blob ? .success(WriteOutcome(wasPresent: true)) : .failure(.referenceConflict(reference))
        }
        guard hasRoom else { return .failure(.insufficientSpace) }
        let brought = Set(chunks.map(\.id))
        let elsewhere = Set(manifest.chunks.map(\.id)).subtracting(brought)
        for id in elsewhere where try !isPresent(ChunkKey(domainKey: scope.key, id: id), txn) {
            return .failure(.chunkMissing(id))
        }
        let added = try append(chunks, scope, txn)
        obligations.required += manifest.chunks.map { ChunkKey(domainKey: scope.key, id: $0.id) }
        try add(manifest, scope, txn)
        batch.add(.referenceAdded(reference, manifest.blob), scope)
        changes.references[PlannedChanges.ReferenceKey(domainKey: scope.key, id: reference)] = .some(blob)
        return .success(WriteOutcome(addedBytes: added))
    }

    /// Adds the manifest unless it is there, or the blob has one chunk, whose record is enough.
    private mutating func add(
        _ manifest: StoredManifest,
        _ scope: DomainScope,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) {
        let name = ChunkKey(domainKey: scope.key, id: manifest.blob.blob)
        guard manifest.chunks.count > 1, !changes.manifests.contains(name) else { return }
        if let present = try index.manifest(of: name.id, domainKey: scope.key, txn), present.isUsable,
            try isHolding(present, manifest.chunks, scope.key, txn)
        {
            return obligations.requiredManifests.append(name)
        }
        changes.manifests.insert(name)
        let content = SegmentRecord.Content.manifest(
            blob: manifest.blob,
            digest: ContentID(of: manifest.encoding.span),
            byteCount: UInt64(manifest.encoding.count)
        )
        batch.add(content, scope, bodies: [manifest.encoding], members: manifest.chunks.map(\.id))
    }

    /// Tells whether a manifest that is there lists the chunks of an upload.
    ///
    /// Equal bytes may have been cut in another way. Then nobody has looked whether the chunks of that manifest are whole, and
    /// a reference must not build upon them.
    private func isHolding(
        _ present: ManifestLocation,
        _ chunks: [Manifest.Chunk],
        _ key: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Bool {
        for chunk in chunks {
            let member = IndexKey.member(chunk.id, of: present.sequence, domainKey: key)
            guard try index.contains(member, in: index.members, txn) else { return false }
        }
        return true
    }

    /// Releases a reference, and returns the blob that it named.
    private mutating func release(
        _ reference: ReferenceID,
        _ scope: DomainScope,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> ContentID? {
        guard let blob = try blob(of: reference, scope.key, txn) else { return nil }
        batch.add(.referenceReleased(reference, blob), scope)
        changes.references[PlannedChanges.ReferenceKey(domainKey: scope.key, id: reference)] = .some(nil)
        return blob
    }

    private func isPresent(_ key: ChunkKey, _ txn: borrowing ReadTransaction) throws(BlobStoreError) -> Bool {
        if changes.chunks.contains(key) { return true }
        return try index.chunk(key.id, domainKey: key.domainKey, txn)?.isUsable ?? false
    }

    private func blob(
        of reference: ReferenceID,
        _ key: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> ContentID? {
        if let changed = changes.references[PlannedChanges.ReferenceKey(domainKey: key, id: reference)] {
            return changed
        }
        return try index.reference(reference, domainKey: key, txn)?.blob.blob
    }
}
