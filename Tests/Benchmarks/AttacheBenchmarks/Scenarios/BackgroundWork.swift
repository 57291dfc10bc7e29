import BlobModel
import BlobStore
import FoundationEssentials
import SystemPackage

/// The times of small uploads and reads at a shard, alone and while it is scrubbed and compacted.
struct BackgroundWork: Sendable {
    private static let blobs = 16_384
    private static let length = 64 << 10
    private static let clients = 4

    /// What belongs to this run.
    let directory: FilePath

    /// How long each of the two measurements takes.
    let time: Duration

    /// Fills a shard, releases every other blob, and measures.
    ///
    /// - Throws: `BlobStoreError`, `BlobError`.
    func run() async throws -> [Finding] {
        var place = try ShardPlace(directory.appending("background"))
        place.options.segmentByteLimit = 32 << 20
        place.options.grace = 0
        return try await place.withShard { [place] shard in
            let stored = try await place.fill(shard, blobs: Self.blobs, of: Self.length, atOnce: 16)
            let kept = stored.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
            for (number, blob) in stored.enumerated() where number % 2 == 1 {
                try await shard.release(blob.reference, in: place.domain)
            }
            let alone = try await percentile(of: kept, place, shard)
            let busy = try await besideMaintenance(kept, place, shard)
            return [finding(alone: alone, busy: busy.time, work: busy.work)]
        }
    }

    private func finding(alone: Double, busy: Double, work: String) -> Finding {
        Finding(
            what: "99 % of uploads and reads of 64 KiB while \(work)",
            measured: "\(Quantity.time(busy)), \(Quantity.digits(busy / alone)) ×",
            peer: "alone: \(Quantity.time(alone))",
            target: "≤ 3 ×",
            isReached: busy / alone <= 3
        )
    }

    /// Measures while scrub and compaction run one after the other, each again when it has ended.
    private func besideMaintenance(
        _ kept: [StoredReference],
        _ place: ShardPlace,
        _ shard: Shard
    ) async throws -> (time: Double, work: String) {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await Self.endingQuietly { _ = try await shard.scrub() } }
            group.addTask {
                try await Self.endingQuietly {
                    _ = try await shard.collect(now: Date())
                    _ = try await shard.compact()
                }
            }
            let time = try await percentile(of: kept, place, shard)
            group.cancelAll()
            try await group.waitForAll()
            return (time, "scrub and compaction run")
        }
    }

    private static func endingQuietly(_ work: @Sendable () async throws -> Void) async throws {
        while !Task.isCancelled {
            do { try await work() } catch is CancellationError { return }
        }
    }

    /// Uploads and reads in turn; returns the microseconds within which 99 % were answered.
    private func percentile(of kept: [StoredReference], _ place: ShardPlace, _ shard: Shard) async throws -> Double {
        try await BusyClients(count: Self.clients, time: time).percentile { number in
            if number % 2 == 0 {
                let serial = Self.blobs + Int.random(in: 0...1 << 40)
                _ = try await place.put(serial, of: Self.length, into: shard)
            } else {
                let blob = kept[Int.random(in: kept.indices)].blob
                _ = try await shard.read(blob, in: place.domain, range: nil).collect(upTo: Self.length)
            }
        }
    }
}
