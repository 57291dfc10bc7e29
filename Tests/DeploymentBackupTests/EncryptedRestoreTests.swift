import AttachmentStore
import BlobModel
import BlobStore
import DeploymentBackup
import DurableIO
import FoundationEssentials
import SQLDatabase
import SystemPackage
import Testing

/// A deployment whose shards are encrypted, in a backup and elsewhere.
struct EncryptedRestoreTests {
    private static let bytes = Array(String(repeating: "Nobody else may read these minutes. ", count: 3_000).utf8)

    /// A backup of an encrypted shard that has one attachment.
    private func withBackup(
        _ body: @escaping (BackupFixture, AttachmentID, MasterKeyRing) async throws -> Void
    ) async throws {
        try await BackupFixture.with { fixture in
            let ring = MasterKeyRing(current: .random())
            let id = try await fixture.withShard(masterKeys: ring) { shard in
                try await fixture.attach("minutes.txt", Self.bytes, at: shard)
            }
            try await fixture.backUp()
            try await body(fixture, id, ring)
        }
    }

    private func restore(_ fixture: BackupFixture, to target: NodeDirectory) throws -> NodeRestore {
        NodeRestore(
            of: try NodeID(validating: BackupFixture.node),
            from: BackupDirectory(fixture.backupPath),
            to: target
        )
    }

    @Test func `with the master key everything is read elsewhere, from database and shards that were restored`()
        async throws
    {
        try await withBackup { fixture, id, ring in
            // What there was is gone.
            try FileManager.default.removeItem(atPath: fixture.nodePath.string)
            let elsewhere = fixture.root.appending("elsewhere")
            let node = NodeDirectory(elsewhere.appending("node"))
            let nodeRestore = try restore(fixture, to: node)
            try nodeRestore.checkKeys(ring)
            try nodeRestore.run(of: fixture.map.deployment) { _ in }
            let damaged = try ShardCheck(of: [node.path(of: fixture.shard)], masterKeys: ring).run { _, _ in }
            #expect(damaged.isEmpty)
            let path = elsewhere.appending("metadata.sqlite")
            try await DatabaseRestore(of: BackupDirectory(fixture.backupPath), to: path).run { _ in }

            let database = try await SQLiteDatabase.open(path: path.string)
            let domain = try fixture.domain()
            let held = try await database.read { txn in try AttachmentStore().held(id, by: domain, in: txn) }
            let attachment = try #require(held).attachment
            try await audit(database, at: [fixture.shard: node.path(of: fixture.shard)], fixture.map, ring)
            try await database.close()
            let read = try await fixture.withShard(of: node, masterKeys: ring) { shard in
                try await shard.read(attachment.blob, in: domain, range: nil).collect(upTo: Self.bytes.count)
            }
            #expect(read == Self.bytes)
        }
    }

    private func audit(
        _ database: any SQLDatabase,
        at paths: [ShardID: FilePath],
        _ map: ShardMap,
        _ ring: MasterKeyRing
    ) async throws {
        let shards = try StoppedShards(at: paths, by: map, masterKeys: ring)
        let report = try await ReferenceAudit(of: database, at: shards).run { _, _ in }
        #expect(report.findings.isEmpty && report.checked == 1, "\(report.findings)")
    }

    @Test func `the backup has the keys of the domains, wrapped, and neither the bytes nor the master key`()
        async throws
    {
        try await withBackup { fixture, _, ring in
            let names = try FileManager.default.subpathsOfDirectory(atPath: fixture.backupPath.string)
            #expect(names.contains { $0.hasSuffix("keys/MASTER") } && names.contains { $0.hasSuffix(".key") })
            for name in names {
                guard let contents = FileManager.default.contents(atPath: fixture.backupPath.appending(name).string)
                else {
                    continue
                }
                #expect(contents.firstRange(of: Data(Self.bytes.prefix(30))) == nil, "\(name)")
                #expect(contents.firstRange(of: Data(ring.current.text.utf8)) == nil, "\(name)")
            }
        }
    }

    @Test func `without the master key the restore is refused before it begins, in words that name the key`()
        async throws
    {
        try await withBackup { fixture, _, ring in
            let target = NodeDirectory(fixture.root.appending("elsewhere"))
            let nodeRestore = try restore(fixture, to: target)
            let error = try #require(throws: BlobStoreError.self) { try nodeRestore.checkKeys(nil) }
            guard case .keys(let path, .masterKeyMissing(ring.current.id)) = error else {
                Issue.record(error)
                return
            }
            #expect(path.lastComponent == "MASTER" && path.starts(with: fixture.backupPath))
            #expect("\(error)".contains("wrapped under the master key \(ring.current.id), and no master key is set"))
            #expect(!FileManager.default.fileExists(atPath: target.path.string))
        }
    }

    @Test func `another master key is refused too, and the one before it is enough`() async throws {
        try await withBackup { fixture, _, ring in
            let nodeRestore = try restore(fixture, to: NodeDirectory(fixture.root.appending("elsewhere")))
            let other = MasterKey.random()
            let error = try #require(throws: BlobStoreError.self) {
                try nodeRestore.checkKeys(MasterKeyRing(current: other))
            }
            guard case .keys(_, .masterKeyUnknown(ring.current.id, given: [other.id])) = error else {
                Issue.record(error)
                return
            }
            try nodeRestore.checkKeys(MasterKeyRing(current: other, previous: ring.current))
        }
    }

    @Test func `a copy from the middle of a rotation is refused without both master keys`() async throws {
        try await withBackup { fixture, _, ring in
            let mark = fixture.shardPath.appending("keys").appending("MASTER")
            let before = try LocalFileSystem().contents(at: mark)
            let rotating = MasterKeyRing(current: .random(), previous: ring.current)
            let keys = try StoppedShardKeys(at: fixture.shardPath, masterKeys: rotating)
            #expect(try await keys.rotate { _ in }.rewrapped == 1)
            // As it is until the last key is wrapped anew.
            try LocalFileSystem().replaceFile(at: mark, with: before)
            let node = NodeDirectory(fixture.nodePath)
            let error = try #require(throws: BlobStoreError.self) { try node.checkKeys(ring) }
            #expect(error == .keys(mark, .rotationUnfinished(ring.current.id, waiting: 1)))
            #expect("\(error)".contains("a rotation is unfinished: 1 keys"))
            try node.checkKeys(rotating)
            try node.checkKeys(MasterKeyRing(current: ring.current, previous: rotating.current))
        }
    }

    @Test func `a shard that was restored without its master key is not read, and says which key it needs`()
        async throws
    {
        try await withBackup { fixture, _, ring in
            let node = NodeDirectory(fixture.root.appending("elsewhere"))
            try restore(fixture, to: node).run(of: fixture.map.deployment) { _ in }
            let check = ShardCheck(of: [node.path(of: fixture.shard)], masterKeys: nil)
            let error = try #require(throws: BlobStoreError.self) { try check.run { _, _ in } }
            #expect("\(error)".contains("the master key \(ring.current.id)"), "\(error)")
        }
    }

    @Test func `shards that are not encrypted need no master key`() async throws {
        try await BackupFixture.with { fixture in
            try await fixture.withShard { shard in
                _ = try await fixture.attach("open.txt", Array("open".utf8), at: shard)
            }
            try await fixture.backUp()
            let nodeRestore = try restore(fixture, to: NodeDirectory(fixture.root.appending("elsewhere")))
            try nodeRestore.checkKeys(nil)
            try nodeRestore.checkKeys(MasterKeyRing(current: .random()))
        }
    }
}
