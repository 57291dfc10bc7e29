import BlobModel
import DurableIO

extension ShardReader {
    /// The blobs that are read and checked, which costs less than to send them from their file.
    private static let copiedBytes: UInt64 = 32 << 10

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
            // One snapshot of the index for a blob of one chunk, and two for others: small downloads cost little else.
            let (name, place) = try find(blob, in: domain)
            let size = Self.size(of: place)
            guard size <= UInt64(limit) else { return nil }
            let runs = Self.runs(of: try locate(name, at: place, in: domain))
            if allowingRegions, size > Self.copiedBytes, let regions = try regions(ofRuns: runs),
                regions.allSatisfy({ $0.file.isCached(at: $0.offset, count: $0.length) })
            {
                return .regions(regions)
            }
            return .bytes(try read(runs: runs, domain.key))
        }
    }

    private static func size(of place: StoredPlace) -> UInt64 {
        switch place {
        case .manifest(let location): location.size
        case .chunk(let location): UInt64(location.length)
        }
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
