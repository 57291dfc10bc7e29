import BlobModel
import KeyValueIndex

/// Holds the tables of a stopped shard's index against each other and against what its log was found to be.
struct IndexVerification {
    private static let pageRows = 10_000

    /// What was found so far.
    private(set) var report: VerificationReport

    private let shard: StoppedShard
    private let log: LogVerification
    /// The blobs of several chunks that cannot be read, each with the chunk that it lacks.
    private var unreadable: [ChunkKey: ContentID] = [:]
    /// The domains of which it was found that their key cannot be used.
    private var lockedDomains: Set<ContentID> = []
    /// The domain of which the key was looked at last.
    private var checkedDomain: ContentID?
    /// The sequence numbers of the manifests and upload sessions that hold chunks.
    private var holders: Set<UInt64> = []
    /// The sequence number of the last record that the index knows.
    private var latest: UInt64 = 0
    private var done: UInt64 = 0

    /// Makes the verification of a shard's index.
    ///
    /// - Parameters:
    ///   - shard: The shard.
    ///   - log: The verification of its log, which was run.
    init(_ shard: StoppedShard, log: LogVerification) {
        self.shard = shard
        self.log = log
        report = log.report
    }

    private var index: ShardIndex { shard.index }

    /// Goes through all tables.
    ///
    /// - Parameter progress: Told after each page of rows how far it is.
    /// - Throws: What the index and the file system throw.
    mutating func run(_ progress: (VerificationProgress) -> Void) throws(BlobStoreError) {
        let tables = [
            index.manifests, index.dissolving, index.sessions, index.endedSessions, index.references, index.members,
        ]
        let total: UInt64
        (total, latest) = try index.read { (txn) throws(BlobStoreError) in
            var total: UInt64 = 0
            for table in tables { total += UInt64(try index.count(of: table, txn)) }
            return (total, try index.checkpoint(txn)?.sequence ?? 0)
        }
        try checkFounding()
        for table in tables {
            var tally = TableTally()
            var key: [UInt8]?
            repeat {
                let page = try index.rows(of: table, after: key, limit: Self.pageRows)
                for row in page.rows { try check(row, of: table, &tally) }
                key = page.next
                done += UInt64(page.rows.count)
                tell(progress, total: total)
            } while key != nil
            try conclude(table, tally)
        }
    }

    private struct TableTally {
        var rows: UInt64 = 0
        var unmatched: UInt64 = 0
    }

    private mutating func check(_ row: IndexEntry, of table: Table, _ tally: inout TableTally) throws(BlobStoreError) {
        tally.rows += 1
        switch table.name {
        case index.manifests.name: try checkManifest(row)
        case index.dissolving.name: holders.insert(try Self.holder(endOf: row.key, table))
        case index.sessions.name: try checkSession(row)
        case index.endedSessions.name: holders.insert(try EndedSession(decoding: row, in: index).opened)
        case index.references.name: if try !checkReference(row) { tally.unmatched += 1 }
        default: if try isUnfounded(memberOf: Self.holder(endOf: row.key, table)) { tally.unmatched += 1 }
        }
    }

    /// Tells whether nothing can have made the row by which something holds a chunk, and counts the row if its holder is gone.
    ///
    /// A holder is gone when an equal blob that was cut in another way has replaced it, or when it could not be read as it was
    /// collected. Then the next sweep removes the row. A number that no record has had yet is another matter.
    private mutating func isUnfounded(memberOf holder: UInt64) -> Bool {
        guard !holders.contains(holder) else { return false }
        guard holder <= latest else { return true }
        report.staleMembers += 1
        return false
    }

    private mutating func conclude(_ table: Table, _ tally: TableTally) throws(BlobStoreError) {
        if table.name == index.members.name, tally.unmatched > 0 {
            report.findings.append(.unfoundedMembers(count: tally.unmatched))
        }
        guard table.name == index.references.name else { return }
        report.references = tally.rows
        let claims = try index.read { (txn) throws(BlobStoreError) in UInt64(try index.count(of: index.claims, txn)) }
        guard tally.unmatched > 0 || claims != tally.rows else { return }
        report.findings.append(.wrongClaims(references: tally.rows, claims: claims, unmatched: tally.unmatched))
    }

    /// Every row must have been met in a record: what was not, came from none.
    private mutating func checkFounding() throws(BlobStoreError) {
        let founded = [
            (index.chunks, log.rows.chunks), (index.manifests, log.rows.manifests),
            (index.references, log.rows.references),
        ]
        for (table, met) in founded {
            let count = try index.read { (txn) throws(BlobStoreError) in UInt64(try index.count(of: table, txn)) }
            guard count > met else { continue }
            report.findings.append(.unfoundedRows(table: table.name, count: count - met))
        }
    }

    private func tell(_ progress: (VerificationProgress) -> Void, total: UInt64) {
        progress(VerificationProgress(phase: .index, done: done, total: total, findings: report.findings.count))
    }

    /// The sequence number of a holder, with which the keys of members and of dissolving manifests end.
    private static func holder(endOf key: [UInt8], _ table: Table) throws(BlobStoreError) -> UInt64 {
        var reader = ByteReader(key.suffix(8))
        guard key.count == 72, let holder = reader.integer(UInt64.self) else {
            throw .malformedIndex(table: table.name)
        }
        return holder
    }
}

/// The checks of single rows.
extension IndexVerification {
    private mutating func checkManifest(_ row: IndexEntry) throws(BlobStoreError) {
        guard let blob = row.contentKey, let location = ManifestLocation(decoding: row.value) else {
            throw .malformedIndex(table: index.manifests.name)
        }
        holders.insert(location.sequence)
        guard !log.damaged.contains(blob) else { return unreadable[blob] = blob.id }
        do throws(BlobStoreError) {
            let manifest = try shard.reader.manifest(of: blob, at: location)
            try checkChunks(of: manifest, blob, holder: location.sequence)
        } catch .damagedContent, .damagedSegment {
            unreadable[blob] = blob.id
        } catch .domainErased {
            report.erasedManifests += 1
        } catch .keys(_, let fault) {
            noteSealed(blob, fault)
        }
    }

    /// Notes a manifest that cannot be opened: without a master key that is so for all, else the domain's key is at fault.
    private mutating func noteSealed(_ blob: ChunkKey, _ fault: KeyFault) {
        guard shard.reader.opener.keys != nil else { return report.sealedManifests += 1 }
        noteUnusableKey(of: blob.domainKey, fault)
    }

    private mutating func noteUnusableKey(of domainKey: ContentID, _ fault: KeyFault) {
        guard lockedDomains.insert(domainKey).inserted else { return }
        report.findings.append(.unusableKey(domainKey, fault))
    }

    /// Checks that the key of a domain with an encrypted blob can be used; references are in the order of their domains.
    private mutating func checkKey(of domainKey: ContentID) throws(BlobStoreError) {
        guard let keys = shard.reader.opener.keys, checkedDomain != domainKey else { return }
        checkedDomain = domainKey
        do throws(BlobStoreError) {
            if try keys.standing(of: domainKey).isPlain { noteUnusableKey(of: domainKey, .keyMissing) }
        } catch .keys(_, let fault) {
            noteUnusableKey(of: domainKey, fault)
        }
    }

    private mutating func checkChunks(
        of manifest: Manifest,
        _ blob: ChunkKey,
        holder: UInt64
    ) throws(BlobStoreError) {
        let domainKey = blob.domainKey
        let (lacking, missing) = try index.read { (txn) throws(BlobStoreError) in
            var lacking: ContentID?
            var missing: UInt64 = 0
            for id in Set(manifest.chunks.map(\.id)) {
                if try !isReadable(id, domainKey, txn) { lacking = id }
                let member = IndexKey.member(id, of: holder, domainKey: domainKey)
                if try !index.contains(member, in: index.members, txn) { missing += 1 }
            }
            return (lacking, missing)
        }
        if let lacking { unreadable[blob] = lacking }
        if missing > 0 { report.findings.append(.missingMembers(manifest: blob.id, count: missing)) }
    }

    private mutating func checkSession(_ row: IndexEntry) throws(BlobStoreError) {
        guard let session = SessionRow(decoding: row.value) else { throw .malformedIndex(table: index.sessions.name) }
        holders.insert(session.opened)
    }

    /// Checks that a reference's blob is readable, and returns whether the reference has a claim on it.
    private mutating func checkReference(_ row: IndexEntry) throws(BlobStoreError) -> Bool {
        guard let (domainKey, reference) = row.referenceKey, let named = ReferenceRow(decoding: row.value) else {
            throw .malformedIndex(table: index.references.name)
        }
        let blob = ChunkKey(domainKey: domainKey, id: named.blob.blob)
        let (place, isChunkReadable, isClaimed) = try index.read { (txn) throws(BlobStoreError) in
            (
                try index.place(of: blob, txn),
                try isReadable(blob.id, domainKey, txn),
                try index.contains(
                    IndexKey.claim(reference, on: blob.id, domainKey: domainKey),
                    in: index.claims,
                    txn
                )
            )
        }
        if place?.isEncrypted == true { try checkKey(of: domainKey) }
        if let lacking = place?.isManifest == true ? unreadable[blob] : isChunkReadable ? nil : blob.id {
            report.findings.append(.unreadableBlob(reference, blob.id, lacking: lacking))
        }
        return isClaimed
    }

    private func isReadable(
        _ chunk: ContentID,
        _ domainKey: ContentID,
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> Bool {
        guard let location = try index.chunk(chunk, domainKey: domainKey, txn), location.isUsable else { return false }
        return !log.damaged.contains(ChunkKey(domainKey: domainKey, id: chunk))
    }
}
