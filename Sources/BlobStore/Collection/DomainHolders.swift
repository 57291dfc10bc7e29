import BlobModel
import KeyValueIndex

/// Who holds chunks of a domain: its manifests, also those that dissolve, and its upload sessions, also those that have ended.
///
/// They are read page by page, each over a snapshot of its own, so that none is held for long. None is missed for that: what
/// comes meanwhile has a higher number than all that were there, and what goes from one table to another is looked for in the
/// order in which it goes.
///
/// A number takes eight bytes; a domain with a million blobs of several chunks takes some tens of MiB for the time of
/// its sweep.
struct DomainHolders: Sendable {
    /// A table of holders; the cases are in the order in which a holder goes from one to another.
    enum Kind: CaseIterable {
        /// Manifests.
        case manifest
        /// Collected manifests whose members are still to be removed.
        case dissolving
        /// Upload sessions.
        case session
        /// Upload sessions that have ended and still hold chunks.
        case ended
    }

    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    private var sequences: Set<UInt64> = []
    private let latest: UInt64

    /// Reads the holders of a domain.
    ///
    /// - Parameters:
    ///   - domainKey: The SHA-256 of the domain's ID.
    ///   - index: The index.
    /// - Throws: What the engine throws, and ``BlobStoreError/malformedIndex(table:)``.
    init(of domainKey: ContentID, in index: ShardIndex) throws(BlobStoreError) {
        try self.init(toBeReadOf: domainKey, in: index)
        for kind in Kind.allCases { try read(kind, in: index) }
    }

    /// Begins to read the holders of a domain: what comes from now on is there.
    ///
    /// - Parameters:
    ///   - domainKey: The SHA-256 of the domain's ID.
    ///   - index: The index.
    /// - Throws: What the engine throws.
    init(toBeReadOf domainKey: ContentID, in index: ShardIndex) throws(BlobStoreError) {
        self.domainKey = domainKey
        latest = try index.read { (txn) throws(BlobStoreError) in try index.checkpoint(txn)?.sequence ?? 0 }
    }

    /// Reads the holders in one table; each table is to be read, in the order of the cases.
    ///
    /// - Throws: What the engine throws, and ``BlobStoreError/malformedIndex(table:)``.
    mutating func read(_ kind: Kind, in index: ShardIndex) throws(BlobStoreError) {
        let table = kind.table(of: index)
        var key: [UInt8]?
        repeat {
            let page = try index.rows(of: table, beginningWith: domainKey.bytes, after: key)
            for row in page.rows {
                guard let holder = kind.holder(decoding: row.value) else { throw .malformedIndex(table: table.name) }
                sequences.insert(holder)
            }
            key = page.next
        } while key != nil
    }

    /// Tells whether a holder was there and is there no more; one that came since the reading began is there.
    func isGone(_ holder: UInt64) -> Bool {
        holder <= latest && !sequences.contains(holder)
    }
}

extension DomainHolders.Kind {
    fileprivate func table(of index: ShardIndex) -> Table {
        switch self {
        case .manifest: index.manifests
        case .dissolving: index.dissolving
        case .session: index.sessions
        case .ended: index.endedSessions
        }
    }

    /// Returns the number by which a row's holder holds chunks; nil when the row is not of its form.
    fileprivate func holder(decoding row: [UInt8]) -> UInt64? {
        switch self {
        case .manifest, .dissolving: ManifestLocation(decoding: row)?.sequence
        case .session: SessionRow(decoding: row)?.opened
        case .ended: EndedSession.opened(decoding: row)
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
