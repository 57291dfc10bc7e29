import BlobModel
import BlobStore
import SystemPackage

/// The times of small uploads at a shard, alone and while a large upload runs.
struct SmallBesideLarge: Sendable {
    private static let length = 1 << 10
    private static let clients = 8

    /// The bytes of the large upload, of which the next one begins when it has ended.
    private static let largeLength = 1 << 30

    /// What belongs to this run.
    let directory: FilePath

    /// How long each of the two measurements takes.
    let time: Duration

    /// Fills a shard, and measures.
    ///
    /// - Throws: `BlobStoreError`, `BlobError`.
    func run() async throws -> [Finding] {
        let place = try ShardPlace(directory.appending("beside-large"))
        return try await place.withShard { shard in
            try await place.fill(shard, blobs: 4_096, of: Self.length, atOnce: Self.clients)
            let alone = try await percentile(place, shard)
            let beside = try await besideUpload(place, shard)
            return [
                Finding(
                    what: "99 % of \(Self.clients) clients' uploads of 1 KiB while one of 1 GiB runs",
                    measured: "\(Quantity.time(beside)), \(Quantity.digits(beside / alone)) ×",
                    peer: "alone: \(Quantity.time(alone))",
                    target: "≤ 3 ×",
                    isReached: beside / alone <= 3
                )
            ]
        }
    }

    private func besideUpload(_ place: ShardPlace, _ shard: Shard) async throws -> Double {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled { try await place.putLong(Self.largeLength, into: shard) }
            }
            let time = try await percentile(place, shard)
            group.cancelAll()
            // The upload that was cancelled tells so by an error.
            try? await group.waitForAll()
            return time
        }
    }

    private func percentile(_ place: ShardPlace, _ shard: Shard) async throws -> Double {
        try await BusyClients(count: Self.clients, time: time).percentile { _ in
            _ = try await place.put(Int.random(in: 1 << 20...1 << 40), of: Self.length, into: shard)
        }
    }
}
