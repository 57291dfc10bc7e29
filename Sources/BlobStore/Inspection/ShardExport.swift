import BlobModel
import DurableIO
import KeyValueIndex

/// Copies the blobs of a stopped shard's references, page by page.
struct ShardExport {
    private let shard: StoppedShard
    private let domain: DedupDomain?
    private let blobs: StoredBlobReader
    private var report = ExportReport()
    private var references: UInt64 = 0
    private var total: UInt64?
    private var listing: ExportListing
    private var pages = 0

    /// Makes an export.
    ///
    /// - Parameters:
    ///   - shard: The shard.
    ///   - domain: The domain whose references to export; nil for all.
    init(_ shard: StoppedShard, of domain: DedupDomain?) {
        self.shard = shard
        self.domain = domain
        blobs = StoredBlobReader(reader: shard.reader)
        listing = Self.page(of: shard, domain)
    }

    /// Copies everything.
    ///
    /// - Parameters:
    ///   - target: Where the files go.
    ///   - progress: Told after each blob how far it is.
    /// - Returns: What was copied.
    /// - Throws: What the index, the file system, and the target throw.
    mutating func run(
        to target: inout some ExportTarget,
        _ progress: (ExportProgress) -> Void
    ) throws(BlobStoreError) -> ExportReport {
        let index = shard.index
        if domain == nil {
            total = try index.read { (txn) throws(BlobStoreError) in UInt64(try index.count(of: index.references, txn))
            }
        }
        var key: [UInt8]?
        repeat {
            let page = try index.rows(of: index.references, beginningWith: domain?.key.bytes ?? [], after: key)
            for row in page.rows {
                try export(row, to: &target)
                progress(ExportProgress(references: references, totalReferences: total, bytes: report.bytes))
            }
            key = page.next
        } while key != nil
        try endPage(&target)
        try BlobStoreError.wrap { () throws(FileError) in try target.finish() }
        return report
    }

    private mutating func export(_ row: IndexEntry, to target: inout some ExportTarget) throws(BlobStoreError) {
        guard let (domainKey, reference) = row.referenceKey, let named = ReferenceRow(decoding: row.value) else {
            throw .malformedIndex(table: shard.index.references.name)
        }
        references += 1
        let blob = ChunkKey(domainKey: domainKey, id: named.blob.blob)
        let path = (domain?.id ?? domainKey.description) + "/" + reference.text
        let content = try copy(blob, size: named.blob.size, of: reference, to: path, in: &target)
        listing.references.append(
            ExportListing.Entry(
                domainKey: domainKey,
                reference: reference,
                blob: content,
                size: named.blob.size,
                path: content.map { _ in path }
            )
        )
        if listing.references.count == ExportListing.pageLimit { try endPage(&target) }
    }

    /// Copies a blob after reading it once to see that it is whole, and returns its content ID; nil when it is damaged.
    private mutating func copy(
        _ blob: ChunkKey,
        size: UInt64,
        of reference: ReferenceID,
        to path: String,
        in target: inout some ExportTarget
    ) throws(BlobStoreError) -> ContentID? {
        let content: ContentID
        do throws(BlobStoreError) {
            content = try blobs.check(blob, size: size)
        } catch .damagedContent(let lacking), .chunkMissing(let lacking), .blobNotFound(let lacking) {
            report.findings.append(.unreadableBlob(reference, blob.id, lacking: lacking))
            return nil
        } catch .domainErased {
            report.erased += 1
            return nil
        } catch .keys(_, let fault) where shard.reader.opener.keys != nil {
            noteUnusableKey(of: blob.domainKey, fault)
            return nil
        }
        try BlobStoreError.wrap { () throws(FileError) in try target.begin(path, size: size) }
        try blobs.read(blob) { (bytes) throws(BlobStoreError) in
            try BlobStoreError.wrap { () throws(FileError) in try target.write(bytes) }
        }
        try BlobStoreError.wrap { () throws(FileError) in try target.end() }
        report.blobs += 1
        report.bytes += size
        return content
    }

    /// Notes a domain whose key cannot be used; the others can be read.
    private mutating func noteUnusableKey(of domainKey: ContentID, _ fault: KeyFault) {
        let finding = ShardFinding.unusableKey(domainKey, fault)
        if report.findings.last != finding { report.findings.append(finding) }
    }

    private mutating func endPage(_ target: inout some ExportTarget) throws(BlobStoreError) {
        guard pages == 0 || !listing.references.isEmpty else { return }
        pages += 1
        let bytes = listing.encoded
        let path = ExportListing.path(ofPage: pages)
        try BlobStoreError.wrap { () throws(FileError) in
            try target.begin(path, size: UInt64(bytes.count))
            try target.write(bytes)
            try target.end()
        }
        listing = Self.page(of: shard, domain)
    }

    private static func page(of shard: StoppedShard, _ domain: DedupDomain?) -> ExportListing {
        ExportListing(shard: shard.identity.shard, deployment: shard.identity.deployment, domain: domain)
    }
}

extension ShardIndex {
    /// Returns a page of the rows whose keys begin with some bytes.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - prefix: The bytes; none for all rows.
    ///   - key: The key after which the page begins, or nil for the first page.
    /// - Returns: Copies of the rows, and where the next page begins.
    /// - Throws: What the engine throws.
    func rows(
        of table: Table,
        beginningWith prefix: [UInt8],
        after key: [UInt8]?
    ) throws(BlobStoreError) -> IndexPage<IndexEntry> {
        var page = try rows(of: table, after: key ?? prefix, limit: 1_000)
        let count = page.rows.count
        page.rows = Array(page.rows.prefix { $0.key.starts(with: prefix) })
        if page.rows.count < count { page.next = nil }
        return page
    }
}
