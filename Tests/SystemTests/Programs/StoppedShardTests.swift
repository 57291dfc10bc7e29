import BlobModel
import BlobStore
import FoundationEssentials
import Logging
import RandomTesting
import Subprocess
import SystemPackage
import Testing

/// What the operator's tool does and says of shards that a test has filled, and of copies of them.
struct StoppedShardTests {
    /// The data directory of a node that is stopped, with one shard.
    private struct Node {
        let data: FilePath
        let shard: FilePath
        private let identity: ShardIdentity

        init(in directory: FilePath) throws {
            data = directory.appending("node")
            shard = data.appending("shards").appending("s-1")
            identity = ShardIdentity(shard: try ShardID(validating: "s-1"), deployment: .random())
            try FileManager.default.createDirectory(atPath: shard.string, withIntermediateDirectories: true)
            let record = #"{"node":"blob-1","deployment":"\#(identity.deployment.text)","shards":["s-1"]}"#
            try Data(record.utf8).write(to: URL(filePath: data.appending("node.json").string))
        }

        /// Stores blobs, releases some of them, and collects these.
        func fill(_ sizes: [Int], releasing released: Set<Int> = []) async throws {
            var options = ShardOptions(chunkingSecret: .random())
            options.segmentByteLimit = 105_000
            options.grace = 0
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let shard = try await Shard.open(at: shard, identity: identity, options: options, logger: logger)
            let domain = try DedupDomain(validating: "home")
            for (number, size) in sizes.enumerated() {
                var random = SeededGenerator(seed: UInt64(number))
                let reference = ReferenceID.random()
                _ = try await shard.put(.bytes(random.bytes(size)), as: reference, in: domain, limit: .max)
                if released.contains(number) { try await shard.release(reference, in: domain) }
            }
            try await shard.sweep()
            for round in 1...3 { try await shard.collect(now: Date().addingTimeInterval(Double(round) * 60)) }
            await shard.close()
        }

        /// Changes a byte of the first segment.
        func rot(at offset: Int) throws {
            let path = shard.appending("segments").appending("0000000000000001.segment")
            var bytes = try Data(contentsOf: URL(filePath: path.string))
            bytes[offset] ^= 4
            try bytes.write(to: URL(filePath: path.string))
        }
    }

    @Test func `a stopped shard is compacted by the live share that is named, by a flag or a setting`() async throws {
        try await withTemporaryDirectory { directory in
            let node = try Node(in: directory)
            // About seven tenths of the first segment are in use; the last segment stays in any case.
            try await node.fill([70_000, 30_000, 110_000, 1_000], releasing: [1])
            let compact = ["shard", "compact", "--directory", node.shard.string]
            let usual = try await Shell.run(.attache, compact)
            #expect(usual.isSuccess && usual.text.contains("replaced 0 segments"), "\(usual)")
            let lower = try await Shell.run(.attache, compact, settings: ["ATTACHE_COMPACTION_LIVE_SHARE": "50%"])
            #expect(lower.isSuccess && lower.text.contains("replaced 0 segments"), "\(lower)")
            let higher = try await Shell.run(
                .attache,
                compact + ["--compaction-live-share", "90%"],
                settings: ["ATTACHE_COMPACTION_LIVE_SHARE": "50%"]
            )
            #expect(higher.isSuccess && higher.text.contains("replaced 2 segments by 1"), "\(higher)")
            let wrong = try await Shell.run(.attache, compact + ["--compaction-live-share", "much"])
            #expect(wrong.status == .exited(78) && wrong.errors.contains("10% to 95%"), "\(wrong)")
        }
    }

    @Test func `damage that a backup finds in its copy is named, with what helps`() async throws {
        try await withTemporaryDirectory { directory in
            let node = try Node(in: directory)
            try await node.fill([70_000, 500, 500])
            let backup = directory.appending("backup")
            let command = ["backup", backup.string, "--without-database", "--node-data", node.data.string, "--verify"]
            #expect(try await Shell.run(.attache, command).isSuccess)
            let copy = backup.appending("nodes/blob-1/shards/s-1")
            try FileManager.default.removeItem(atPath: copy.string)

            try node.rot(at: 20_000)
            let body = try await Shell.run(.attache, command)
            #expect(body.status == .exited(1), "\(body)")
            #expect(body.text.contains("\(copy): 1 place damaged"), "\(body)")
            #expect(body.text.contains("at segment 1, offset "), "\(body)")
            #expect(body.text.contains("Remove \(copy) and run the same command once more"), "\(body)")
            #expect(!body.text.contains("attache shard verify"), "a copy in a backup has no index: \(body)")

            try FileManager.default.removeItem(atPath: copy.string)
            // In the header of the first record; others follow it.
            try node.rot(at: 170)
            let header = try await Shell.run(.attache, command)
            #expect(header.status == .exited(1), "\(header)")
            #expect(header.text.contains("\(copy): Segment 1 is damaged at "), "\(header)")
            #expect(header.text.contains("Remove \(copy) and run"), "\(header)")
            #expect(header.text.contains("read 1 shard, 1 damaged"), "\(header)")
            #expect(!header.text.contains("shard rebuild"), "it is no shard of a node: \(header)")
        }
    }
}
