package import BlobModel
import Synchronization

/// All shards of a node as one store: each domain is served by the shard to which the map assigns it.
package final class NodeStore: BlobStorage {
    private struct Damaged {
        let shard: Shard
        let reason: String
    }

    private struct Shards {
        var open: [ShardID: Shard]
        var failures: [ShardID: String]
        /// The shards whose index turned out to be damaged, until somebody closes them.
        var damaged: [Damaged] = []
        /// Those that were taken out and are not closed yet.
        var closing: Set<ShardID> = []
        var isClosed = false
    }

    private let shards: Mutex<Shards>
    private let current: Mutex<ShardMap>
    private let whenDamaged: @Sendable () -> Void

    /// Makes a store of open shards.
    ///
    /// - Parameters:
    ///   - shards: The shards of this node that are open.
    ///   - failures: The reasons why the others are not.
    ///   - map: The newest map that the node knows.
    ///   - whenDamaged: Called on any thread when a shard was taken out, for ``closeDamaged(tell:)`` to be called; it must not wait.
    package init(
        shards: [Shard],
        failures: [ShardID: String] = [:],
        map: ShardMap,
        whenDamaged: @escaping @Sendable () -> Void = {}
    ) {
        let open = Dictionary(uniqueKeysWithValues: shards.map { ($0.identity.shard, $0) })
        self.shards = Mutex(Shards(open: open, failures: failures))
        current = Mutex(map)
        self.whenDamaged = whenDamaged
        for shard in shards { watch(shard) }
    }

    /// Why some shards of the node are not open; each is a sentence for the operator.
    package var failures: [ShardID: String] { shards.withLock { $0.failures } }

    /// The ``failures`` of the shards that may be tried again: without those that were taken out and are still to be closed.
    package var closedFailures: [ShardID: String] {
        shards.withLock { shards in shards.failures.filter { !shards.closing.contains($0.key) } }
    }

    /// The open shards in the order of their IDs, and why the others are not open, of one moment: each shard is in one of both.
    package var standing: (open: [Shard], failures: [ShardID: String]) {
        let (open, failures) = shards.withLock { ($0.open, $0.failures) }
        return (open.sorted { $0.key < $1.key }.map(\.value), failures)
    }

    /// Takes a shard that could not be opened before.
    ///
    /// - Returns: False when the store was closed; the caller closes the shard then.
    package func install(_ shard: Shard) -> Bool {
        let isTaken = shards.withLock { shards in
            guard !shards.isClosed else { return false }
            shards.open[shard.identity.shard] = shard
            shards.failures[shard.identity.shard] = nil
            return true
        }
        if isTaken { watch(shard) }
        return isTaken
    }

    /// Notes why a shard cannot be opened.
    package func fail(_ shard: ShardID, because reason: String) {
        shards.withLock { shards in
            guard shards.open[shard] == nil else { return }
            shards.failures[shard] = reason
        }
    }

    /// The newest map that the node knows.
    package var map: ShardMap { current.withLock { $0 } }

    /// Takes a map if it is newer than the one that the node knows and of the same deployment.
    ///
    /// - Parameter map: The map.
    /// - Returns: Whether it was taken.
    @discardableResult
    package func adopt(_ map: ShardMap) -> Bool {
        current.withLock { current in
            guard map.epoch > current.epoch, map.deployment == current.deployment else { return false }
            current = map
            return true
        }
    }

    /// Returns the shard that has a domain.
    ///
    /// - Throws: ``BlobError/misplaced(_:)`` when it is not on this node, ``BlobError/unavailable(_:)`` when it is and
    ///   could not be opened.
    package func shard(for domain: DedupDomain) throws(BlobError) -> Shard {
        let id = map.shard(for: domain).id
        let (shard, failure) = shards.withLock { ($0.open[id], $0.failures[id]) }
        if let shard { return shard }
        guard let failure else { throw .misplaced(domain) }
        throw .unavailable("The shard \(id) is not open. \(failure)")
    }

    /// The open shards of this node, in the order of their IDs.
    package var allShards: [Shard] { shards.withLock { $0.open }.sorted { $0.key < $1.key }.map(\.value) }

    /// Closes all shards.
    package func close() async {
        shards.withLock { $0.isClosed = true }
        for shard in allShards { await shard.close() }
        await closeDamaged()
    }

    /// Closes the shards whose index turned out to be damaged, which were taken out then.
    ///
    /// What reads from them ends with an error, or with the last byte of what it had found already.
    ///
    /// - Parameter tell: Is called before each is closed, with the damage.
    /// - Returns: The shards that were closed now.
    @discardableResult
    package func closeDamaged(
        tell: @Sendable (_ shard: ShardID, _ reason: String) -> Void = { _, _ in }
    ) async -> [ShardID] {
        let damaged = shards.withLock { shards in
            defer { shards.damaged = [] }
            return shards.damaged
        }
        for lost in damaged {
            let id = lost.shard.identity.shard
            tell(id, lost.reason)
            await lost.shard.close()
            shards.withLock { _ = $0.closing.remove(id) }
        }
        return damaged.map(\.shard.identity.shard)
    }

    /// Takes a shard out as soon as its index turns out to be damaged: each further request would trust what is left of it.
    private func watch(_ shard: Shard) {
        shard.whenDamaged { [weak self, weak shard] error in
            guard let self, let shard else { return }
            takeOut(shard, because: error)
        }
    }

    private func takeOut(_ shard: Shard, because error: BlobStoreError) {
        let id = shard.identity.shard
        let isTakenOut = shards.withLock { shards in
            guard shards.open[id] === shard else { return false }
            shards.open[id] = nil
            shards.failures[id] = "\(error)"
            shards.damaged.append(Damaged(shard: shard, reason: "\(error)"))
            shards.closing.insert(id)
            return true
        }
        if isTakenOut { whenDamaged() }
    }

    /// Returns what the domain's shard tells of a blob.
    package func description(of blob: ContentID, in domain: DedupDomain) async throws -> BlobDescription {
        try await shard(for: domain).description(of: blob, in: domain)
    }

    /// Returns the bytes of a blob, or of a part of it, from the domain's shard.
    package func read(_ blob: ContentID, in domain: DedupDomain, range: Range<UInt64>?) async throws -> ByteStream {
        try await shard(for: domain).read(blob, in: domain, range: range)
    }

    /// Returns what the domain's shard tells of a blob together with its bytes, if they are few, by one look.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - limit: The most bytes to read; a longer blob is described only.
    /// - Returns: The description, and the bytes, each chunk of which was checked.
    /// - Throws: `BlobError`.
    package func contents(
        of blob: ContentID,
        in domain: DedupDomain,
        upTo limit: Int
    ) async throws -> BlobContents {
        try await shard(for: domain).contents(of: blob, in: domain, upTo: limit)
    }

    /// Returns what the domain's shard tells of the blob of a reference.
    package func blob(of reference: ReferenceID, in domain: DedupDomain) async throws -> BlobDescription {
        try await shard(for: domain).blob(of: reference, in: domain)
    }

    /// Stores the bytes of a body in the domain's shard.
    package func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64
    ) async throws -> StoredBlob {
        try await shard(for: domain).put(body, as: reference, in: domain, limit: limit)
    }

    /// Stores the bytes of a body in the domain's shard, if its disk has room for them.
    package func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64,
        expecting length: UInt64?
    ) async throws -> StoredBlob {
        try await shard(for: domain).put(body, as: reference, in: domain, limit: limit, expecting: length)
    }

    /// Releases a reference in the domain's shard.
    package func release(_ reference: ReferenceID, in domain: DedupDomain) async throws {
        try await shard(for: domain).release(reference, in: domain)
    }
}
