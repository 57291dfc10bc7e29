import BlobModel
import DeploymentBackup
import DurableIO
import DurableIOTesting
import FoundationEssentials
import SystemPackage
import Testing

struct NodeCopyTests {
    /// Fills the fixture's shard with several segments.
    private func fill(_ fixture: BackupFixture) async throws {
        try await fixture.withShard { shard in
            for seed in UInt8(0)..<6 {
                try await fixture.attach("f\(seed)", BackupFixture.noise(seed, count: 50_000), at: shard)
            }
        }
    }

    private func names(_ path: FilePath) throws -> [String] {
        try LocalFileSystem().list(at: path).map(\.string)
    }

    @Test func `what can be made again, and what is not finished, stays behind`() async throws {
        try await BackupFixture.with { fixture in
            try await fill(fixture)
            for name in ["segments/00000000000000ff.segment.new", "keys/x.key.new", "keys/y.key"] {
                let path = fixture.shardPath.appending(name)
                try LocalFileSystem().ensureDirectory(at: path.parent)
                try LocalFileSystem().createFile(at: path).append([1].span)
            }
            let target = fixture.root.appending("copy")
            try NodeCopy(of: NodeDirectory(fixture.nodePath), to: NodeDirectory(target)).run(of: nil) { _ in }
            let copied = NodeDirectory(target).path(of: fixture.shard)
            #expect(try names(target) == ["node.json", "shards"])
            #expect(try names(copied) == ["identity.json", "keys", "segments"])
            #expect(try names(copied.appending("keys")) == ["y.key"])
            let segments = try names(fixture.shardPath.appending("segments")).filter { $0.hasSuffix(".segment") }
            #expect(segments.count > 2)
            #expect(try names(copied.appending("segments")) == segments)
        }
    }

    @Test func `keys are copied after the segments, and the record of the node comes last`() async throws {
        try await BackupFixture.with { fixture in
            try await fill(fixture)
            let keys = fixture.shardPath.appending("keys")
            try LocalFileSystem().ensureDirectory(at: keys)
            try LocalFileSystem().createFile(at: keys.appending("y.key")).append([1].span)
            let recording = RecordingFileSystem()
            let target = NodeDirectory(fixture.root.appending("copy"), fileSystem: recording)
            try NodeCopy(of: NodeDirectory(fixture.nodePath), to: target).run(of: nil) { _ in }
            let renamed = recording.events.compactMap { event -> String? in
                guard case .rename(_, let path) = event else { return nil }
                return path.lastComponent?.string
            }
            let lastSegment = try #require(renamed.lastIndex { $0.hasSuffix(".segment") })
            let key = try #require(renamed.firstIndex(of: "y.key"))
            #expect(lastSegment < key)
            #expect(renamed.last == "node.json")
        }
    }

    @Test func `a copy that is made again moves what is new alone`() async throws {
        try await BackupFixture.with { fixture in
            try await fill(fixture)
            let target = fixture.root.appending("copy")
            try NodeCopy(of: NodeDirectory(fixture.nodePath), to: NodeDirectory(target)).run(of: nil) { _ in }
            try await fixture.withShard { shard in
                _ = try await fixture.attach("late", BackupFixture.noise(99, count: 50_000), at: shard)
            }
            let recording = RecordingFileSystem()
            try NodeCopy(
                of: NodeDirectory(fixture.nodePath),
                to: NodeDirectory(target, fileSystem: recording)
            ).run(of: nil) { _ in }
            let written = recording.events.reduce(into: 0) { sum, event in
                if case .write(_, _, let bytes) = event { sum += bytes.count }
            }
            #expect((50_000..<200_000).contains(written), "\(written) bytes of more than 350,000")
            let (old, new) = (fixture.shardPath, NodeDirectory(target).path(of: fixture.shard))
            for name in try names(old.appending("segments")) {
                let part = "segments/\(name)"
                #expect(
                    try LocalFileSystem().contents(at: new.appending(part))
                        == LocalFileSystem().contents(at: old.appending(part))
                )
            }
        }
    }

    @Test func `a segment that is replaced while others are copied is looked for under its new name`() async throws {
        try await BackupFixture.with { fixture in
            try await fill(fixture)
            let segments = fixture.shardPath.appending("segments")
            let victim = try #require(try names(segments).first)
            let replacement = "0001" + victim.dropFirst(4)
            let intervening = InterveningFileSystem(afterListing: segments) {
                try? LocalFileSystem().rename(from: segments.appending(victim), to: segments.appending(replacement))
            }
            let target = fixture.root.appending("copy")
            try NodeCopy(of: NodeDirectory(fixture.nodePath, fileSystem: intervening), to: NodeDirectory(target))
                .run(of: nil) { _ in }
            let copied = try names(NodeDirectory(target).path(of: fixture.shard).appending("segments"))
            #expect(try copied == names(segments) && copied.contains(replacement))
        }
    }

    @Test func `a shard that has nothing yet is copied as such, and can be opened`() async throws {
        try await BackupFixture.with { fixture in
            try await fixture.backUp()
            let directory = BackupDirectory(fixture.backupPath)
            let copy = NodeDirectory(directory.path(of: try NodeID(validating: BackupFixture.node)))
            let damaged = try ShardCheck(of: [copy.path(of: fixture.shard)], masterKeys: nil).run { _, _ in }
            #expect(damaged.isEmpty)
        }
    }

    @Test func `a node of another deployment, and a directory of no node, are refused`() async throws {
        try await BackupFixture.with { fixture in
            try await fill(fixture)
            let target = NodeDirectory(fixture.root.appending("copy"))
            let other = DeploymentID.random()
            let own = fixture.map.deployment
            #expect(throws: BackupError.otherDeployment(fixture.nodePath, expected: other, found: own)) {
                try NodeCopy(of: NodeDirectory(fixture.nodePath), to: target).run(of: other) { _ in }
            }
            let empty = fixture.root.appending("front")
            #expect(throws: BackupError.noNode(empty)) {
                try NodeCopy(of: NodeDirectory(empty), to: target).run(of: nil) { _ in }
            }
            #expect(!FileManager.default.fileExists(atPath: target.path.string))
        }
    }
}
