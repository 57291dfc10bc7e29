import BlobModel
import DurableIO
import KeyValueIndex

extension ShardReader {
    /// The blobs that are read and checked, which costs less than to send them from their file.
    private static let copiedBytes: UInt64 = 32 << 10

    /// How long bytes that were seen to be in memory are taken to be there: what is in demand is the last to be dropped.
    private static let cachedTime = Duration.seconds(1)

    /// Returns a small blob: read when it has few bytes or is not in memory, and otherwise where it lies.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - limit: The most bytes of a small blob.
    ///   - allowingRegions: Whether regions are of use to the caller.
    /// - Returns: The blob, or nil when it is not small.
    /// - Throws: ``BlobStoreError/blobNotFound(_:)``; ``BlobStoreError/damagedContent(_:)`` when the bytes that were read
    ///   are not what they were.
    func small(
        _ blob: ContentID,
        in domain: DedupDomain,
        upTo limit: Int,
        allowingRegions: Bool
    ) throws(BlobStoreError) -> SmallBlob? {
        try whereItIs { () throws(BlobStoreError) in
            // Not that of the environment, which may be ahead of a snapshot; those that follow are at least as new as this one.
            let version = try index.read { (txn) throws(BlobStoreError) in txn.version }
            // One snapshot of the index for a blob of one chunk, and two for others: small downloads cost little else.
            let (name, place) = try find(blob, in: domain)
            guard place.size <= UInt64(limit) else { return nil }
            let runs = Self.runs(of: try locate(name, at: place, in: domain))
            // An encrypted domain may be erased, of which the index does not learn.
            if !opener.mayEncrypt {
                let found = RecentPlaces.Place(runs: runs)
                recent.keep(found, of: ChunkKey(domainKey: domain.key, id: blob), at: version)
            }
            if allowingRegions, place.size > Self.copiedBytes, let regions = try regions(ofRuns: runs),
                Self.areCached(regions)
            {
                return .regions(regions)
            }
            return .bytes(try read(runs: runs, domain.key))
        }
    }

    /// Returns a small blob that was looked for since the index last changed, if it is in memory: nothing is waited for.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - limit: The most bytes of a small blob.
    ///   - allowingRegions: Whether regions are of use to the caller.
    /// - Returns: The blob; nil when only ``small(_:in:upTo:allowingRegions:)`` can tell.
    func smallAtOnce(_ blob: ContentID, in domain: DedupDomain, upTo limit: Int, allowingRegions: Bool) -> SmallBlob? {
        let name = ChunkKey(domainKey: domain.key, id: blob)
        let version = index.environment.version
        guard let place = recent.place(of: name, at: version), let regions = openRegions(of: place.runs) else {
            return nil
        }
        let size = regions.reduce(0) { $0 + $1.length }
        guard size <= UInt64(limit), size <= Self.copiedBytes || allowingRegions else { return nil }
        let now = ContinuousClock.now
        if place.cachedAt.map({ $0.duration(to: now) > Self.cachedTime }) ?? true {
            guard Self.areCached(regions) else { return nil }
            recent.keep(RecentPlaces.Place(runs: place.runs, cachedAt: now), of: name, at: version)
        }
        if size > Self.copiedBytes { return .regions(regions) }
        return (try? read(runs: place.runs, domain.key)).map { .bytes($0) }
    }

    /// Returns runs where they lie, if their files are open.
    private func openRegions(of runs: [[LocatedSlice]]) -> [FileRegion]? {
        let areOpen = runs.allSatisfy { run in run.first.map { files.isOpen($0.location.segment) } ?? false }
        return areOpen ? try? regions(ofRuns: runs) : nil
    }

    /// Returns a blob's description, with all its bytes when they are no more than a limit.
    ///
    /// - Throws: ``BlobStoreError/blobNotFound(_:)``; ``BlobStoreError/damagedContent(_:)`` when the bytes are not what
    ///   they were.
    func contents(of blob: ContentID, in domain: DedupDomain, upTo limit: Int) throws(BlobStoreError) -> BlobContents {
        try whereItIs { () throws(BlobStoreError) in
            let (name, place) = try find(blob, in: domain)
            let description = BlobDescription(blob: blob, size: place.size)
            guard place.size <= UInt64(limit) else { return BlobContents(description: description, bytes: nil) }
            let runs = Self.runs(of: try locate(name, at: place, in: domain))
            return BlobContents(description: description, bytes: try read(runs: runs, domain.key))
        }
    }

    private static func areCached(_ regions: [FileRegion]) -> Bool {
        regions.allSatisfy { $0.file.isCached(at: $0.offset, count: $0.length) }
    }

    /// Returns where all chunks of a blob are.
    private func locate(
        _ name: ChunkKey,
        at place: StoredPlace,
        in domain: DedupDomain
    ) throws(BlobStoreError) -> [LocatedSlice] {
        switch place {
        case .manifest(let location):
            let chunks = try manifest(of: name, at: location).chunks
            return try locate(BlobSlice.slices(of: 0..<location.size, in: chunks), in: domain)
        case .chunk(let location):
            guard location.isUsable else { throw .damagedContent(name.id) }
            guard location.length > 0 else { return [] }
            let slice = BlobSlice(chunk: name.id, length: location.length, wanted: 0..<Int(location.length))
            return [LocatedSlice(slice: slice, location: location)]
        }
    }
}

extension StoredPlace {
    /// The number of bytes of the blob as they were uploaded.
    var size: UInt64 {
        switch self {
        case .manifest(let location): location.size
        case .chunk(let location): UInt64(location.length)
        }
    }
}
