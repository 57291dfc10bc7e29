import BlobModel
import KeyValueIndex

/// Who holds chunks of a domain, as of a snapshot: its manifests, also those that dissolve, and its upload
/// sessions, also those that have ended.
///
/// A number takes eight bytes; a domain with a million blobs of several chunks takes some tens of MiB for the time of
/// its sweep.
struct DomainHolders: Sendable {
    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    private var sequences: Set<UInt64> = []
    private let latest: UInt64

    /// Reads the holders of a domain.
    ///
    /// - Parameters:
    ///   - domainKey: The SHA-256 of the domain's ID.
    ///   - index: The index.
    ///   - txn: The snapshot.
    /// - Throws: What the engine throws, and ``BlobStoreError/malformedIndex(table:)``.
    init(of domainKey: ContentID, in index: ShardIndex, _ txn: borrowing ReadTransaction) throws(BlobStoreError) {
        self.domainKey = domainKey
        latest = try index.checkpoint(txn)?.sequence ?? 0
        for table in [index.manifests, index.dissolving] {
            try add(from: table, in: index, txn) { ManifestLocation(decoding: $0)?.sequence }
        }
        try add(from: index.sessions, in: index, txn) { SessionRow(decoding: $0)?.opened }
        try add(from: index.endedSessions, in: index, txn) { EndedSession.opened(decoding: $0) }
    }

    /// Tells whether a holder was there and is there no more; one that came after the snapshot is there.
    func isGone(_ holder: UInt64) -> Bool {
        holder <= latest && !sequences.contains(holder)
    }

    private mutating func add(
        from table: Table,
        in index: ShardIndex,
        _ txn: borrowing ReadTransaction,
        _ sequence: ([UInt8]) -> UInt64?
    ) throws(BlobStoreError) {
        var range: KeyRange? = .prefix(domainKey.bytes)
        while let part = range {
            let entries = try index.entries(of: table, over: part, limit: TableWalk.pageLength, txn)
            for entry in entries {
                guard let holder = sequence(entry.value) else { throw .malformedIndex(table: table.name) }
                sequences.insert(holder)
            }
            range = entries.last.map { KeyRange(from: $0.key + [0], until: part.upper) }
        }
    }
}

/// A row that says that a manifest or an upload session holds a chunk (`Docs/formats/index.md`, table `member`).
struct MemberRow: Hashable, Sendable {
    /// The chunk.
    let chunk: ChunkKey

    /// The sequence number of the record that made the manifest or opened the session.
    let holder: UInt64

    /// Makes a row from its key.
    ///
    /// - Throws: ``BlobStoreError/malformedIndex(table:)``.
    init(decoding key: [UInt8], in index: ShardIndex) throws(BlobStoreError) {
        chunk = try ChunkKey(decoding: key, in: index.members)
        var reader = ByteReader(key[64...])
        guard key.count == 72, let holder = reader.integer(UInt64.self) else {
            throw .malformedIndex(table: index.members.name)
        }
        self.holder = holder
    }

    /// The row's key.
    var indexKey: [UInt8] { IndexKey.member(chunk.id, of: holder, domainKey: chunk.domainKey) }
}
