import BlobModel
import KeyValueIndex

/// Takes away all that a dedup domain has, when its owner leaves.
///
/// References are released and upload sessions ended through the log, so that they stay so. What is left may be
/// collected at once. The purge may be repeated; a reference that is added while it runs may survive it.
struct DomainPurge: Sendable {
    /// The references or sessions that are on their way to the writer together.
    static let operationsInFlight = 500

    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    /// The shard's index.
    let index: ShardIndex

    /// The shard's writer.
    let writer: ShardWriter

    /// The threads on which to read.
    let pool: BlockingPool

    /// What slows the purge down.
    let pacer: any Pacer

    /// Counts what the domain has, and changes nothing.
    ///
    /// - Returns: The counts.
    /// - Throws: What the index throws.
    func survey() async throws(BlobStoreError) -> PurgeReport {
        var report = PurgeReport()
        try await countReferences(&report)
        try await countContents(&report)
        var walk = walk(through: index.sessions)
        while let sessions = try await walk.next({ (_, _) throws(BlobStoreError) -> Bool? in true }) {
            report.sessions += sessions.count
        }
        report.isComplete = true
        return report
    }

    /// Takes everything away.
    ///
    /// - Returns: What there was; incomplete when the task was cancelled.
    /// - Throws: What the index and the writer throw; the purge is to be repeated then.
    func run() async throws(BlobStoreError) -> PurgeReport {
        // An upload that failed before may be in the log although the index knows nothing of it: then the writer has
        // stopped, and only an opening tells. A domain without references would be purged without asking the writer.
        try await writer.perform { (_) throws(BlobStoreError) in }
        var report = try await survey()
        report.isDryRun = false
        report.isComplete = false
        guard try await submitAll(in: index.references, { .releaseAtOnce($0) }),
            try await submitAll(in: index.sessions, { .abandon($0) })
        else { return report }
        let sessions = EndedSessions(index: index, writer: writer, pool: pool, pacer: pacer)
        guard try await sessions.letGo(in: .prefix(domainKey.bytes)) else { return report }
        let scope = Sweeper.Scope.purgedDomain(domainKey)
        let sweeper = Sweeper(index: index, writer: writer, pool: pool, pacer: pacer, scope: scope)
        report.isComplete = try await sweeper.run().isComplete
        return report
    }

    private func walk(through table: Table) -> TableWalk {
        TableWalk(through: table, over: .prefix(domainKey.bytes), of: index, on: pool)
    }

    private func countReferences(_ report: inout PurgeReport) async throws(BlobStoreError) {
        var walk = walk(through: index.claims)
        var last: ContentID?
        let index = index
        while let blobs = try await walk.next({ (entry, txn) throws(BlobStoreError) -> BlobDescription? in
            try index.claimedBlob(decoding: entry.key, txn)
        }) {
            report.references += blobs.count
            // Claims are in the order of their blobs.
            for blob in blobs where blob.blob != last {
                last = blob.blob
                report.blobs += 1
                report.blobBytes += blob.size
            }
        }
    }

    private func countContents(_ report: inout PurgeReport) async throws(BlobStoreError) {
        let index = index
        var chunks = walk(through: index.chunks)
        while let lengths = try await chunks.next({ (entry, _) throws(BlobStoreError) -> UInt64? in
            guard let location = ChunkLocation(decoding: entry.value) else {
                throw .malformedIndex(table: index.chunks.name)
            }
            return UInt64(location.storedLength)
        }) {
            report.chunks += lengths.count
            report.storedBytes += lengths.reduce(0, +)
        }
        var manifests = walk(through: index.manifests)
        while let lengths = try await manifests.next({ (entry, _) throws(BlobStoreError) -> UInt64? in
            guard let location = ManifestLocation(decoding: entry.value) else {
                throw .malformedIndex(table: index.manifests.name)
            }
            return location.byteCount
        }) {
            report.storedBytes += lengths.reduce(0, +)
        }
    }

    /// Submits an operation for each row of a table whose keys end with an identifier, and tells whether it came to
    /// the end.
    private func submitAll<ID: RandomTextIdentifier>(
        in table: Table,
        _ change: @escaping @Sendable (ID) -> WriteOperation.Change
    ) async throws(BlobStoreError) -> Bool {
        var walk = walk(through: table)
        while let changes = try await walk.next({ (entry, _) throws(BlobStoreError) -> WriteOperation.Change? in
            guard let id = ID(bytes: Array(entry.key.dropFirst(ContentID.byteCount))) else {
                throw .malformedIndex(table: table.name)
            }
            return change(id)
        }) {
            for page in changes.pages(of: Self.operationsInFlight) { try await submit(page) }
            guard await pacer.mayGoOn(after: changes.count) else { return false }
        }
        return true
    }

    /// Submits operations together, so that they share batches.
    private func submit(_ changes: ArraySlice<WriteOperation.Change>) async throws(BlobStoreError) {
        let domainKey = domainKey
        let writer = writer
        let failure = await withTaskGroup(of: BlobStoreError?.self) { group in
            for change in changes {
                group.addTask {
                    do throws(BlobStoreError) {
                        _ = try await writer.submit(WriteOperation(domainKey: domainKey, change: change))
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(nil) { $0 ?? $1 }
        }
        if let failure { throw failure }
    }
}

extension ShardIndex {
    /// Returns the blob of a row of the table `claim`.
    fileprivate func claimedBlob(
        decoding key: [UInt8],
        _ txn: borrowing ReadTransaction
    ) throws(BlobStoreError) -> BlobDescription {
        let name = try ChunkKey(decoding: key, in: claims)
        guard let id = ReferenceID(bytes: Array(key[64...])),
            let row = try reference(id, domainKey: name.domainKey, txn), row.blob.blob == name.id
        else { throw .malformedIndex(table: claims.name) }
        return row.blob
    }
}
