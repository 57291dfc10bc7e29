import FoundationEssentials
import SystemPackage

/// Opening a clean shard with many chunks, and rebuilding the index of one with many bytes.
struct ShardOpenings: Sendable {
    private static let chunks = 1_000_000
    private static let uploads = 256
    private static let bytesToRebuild = 2 << 30

    /// What belongs to this run.
    let directory: FilePath

    /// Fills two shards, and opens them.
    ///
    /// - Throws: `BlobStoreError`, `BlobError`, and what removing the index throws.
    func run() async throws -> [Finding] {
        [try await openClean(), try await rebuild()]
    }

    private func openClean() async throws -> Finding {
        let place = try ShardPlace(directory.appending("many-chunks"))
        try await place.withShard {
            _ = try await place.fill($0, blobs: Self.chunks, of: 1 << 10, atOnce: Self.uploads)
        }
        let seconds = try await place.secondsToOpen()
        return Finding(
            what: "opening a clean shard with \(Quantity.count(Self.chunks)) chunks",
            measured: Quantity.time(seconds * 1_000_000),
            target: "≤ 1 s",
            isReached: seconds <= 1
        )
    }

    private func rebuild() async throws -> Finding {
        let place = try ShardPlace(directory.appending("many-bytes"))
        try await place.withShard {
            _ = try await place.fill($0, blobs: Self.bytesToRebuild >> 26, of: 1 << 26, atOnce: 2)
        }
        try FileManager.default.removeItem(atPath: place.directory.appending("index").string)
        let seconds = try await place.secondsToOpen()
        let speed = Double(Self.bytesToRebuild) / seconds / 1_000_000
        return Finding(
            what: "rebuilding the index from \(Quantity.bytes(Double(Self.bytesToRebuild))) of segments",
            measured: "\(Quantity.digits(speed)) MB/s",
            target: "≥ 500 MB/s",
            isReached: speed >= 500
        )
    }
}
