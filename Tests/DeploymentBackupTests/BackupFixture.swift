import AttachmentStore
import BlobModel
import BlobStore
import CalendarStore
import Cryptography
import DeploymentBackup
import DeploymentStore
import DurableIOTesting
import FoundationEssentials
import Logging
import MetadataStoreTesting
import SQLDatabase
import SystemPackage

import struct AttachmentStore.Attachment

/// A deployment of one front and one node with one shard, without their services.
struct BackupFixture: Sendable {
    /// The directory of everything.
    let root: FilePath

    /// The metadata database, open.
    let database: SQLiteDatabase

    /// The user whose attachments there are.
    let alice: Principal

    /// The map with the one shard.
    let map: ShardMap

    private let deployment: Deployment

    /// The node.
    static let node = "blob-1"

    /// The path of the database.
    var databasePath: FilePath { root.appending("front").appending("metadata.sqlite") }

    /// The node's data directory.
    var nodePath: FilePath { root.appending(Self.node) }

    /// The directory for backups.
    var backupPath: FilePath { root.appending("backup") }

    /// The shard.
    var shard: ShardID { map.shards[0].id }

    /// The directory of the shard.
    var shardPath: FilePath { NodeDirectory(nodePath).path(of: shard) }

    /// The domain of the user's home.
    func domain() throws -> DedupDomain { try DedupDomain(validating: alice.home.text) }

    /// Makes the deployment, and closes its database after the body.
    static func with(_ body: (BackupFixture) async throws -> Void) async throws {
        let directory = try DurableIOTesting.TemporaryDirectory()
        let front = directory.appending("front")
        try FileManager.default.createDirectory(atPath: front.string, withIntermediateDirectories: true)
        let database = try await SQLiteDatabase.open(path: front.appending("metadata.sqlite").string)
        try await database.migrate(DatabaseEngine.migrations)
        let fixture = try await BackupFixture(root: directory.path, database: database)
        do {
            try await fixture.withShard { _ in }
            try fixture.writeNodeRecord()
            try await body(fixture)
        } catch {
            try? await database.close()
            throw error
        }
        try await database.close()
        withExtendedLifetime(directory) {}
    }

    private init(root: FilePath, database: SQLiteDatabase) async throws {
        self.root = root
        self.database = database
        let node = NodeEntry(
            id: try NodeID(validating: Self.node),
            internalURL: "http://127.0.0.1:1",
            publicURL: "http://127.0.0.1:2"
        )
        let shard = ShardEntry(id: try ShardID(validating: "blob-1-1"), node: node.id)
        guard let uid = UserID(parsing: "alice") else { preconditionFailure("It is a name of a user.") }
        (deployment, alice, map) = try await database.write { txn in
            let deployment = try DeploymentStore().initialise(now: .sample(), in: txn)
            try DeploymentStore().register(
                NodeRecord(entry: node, secretDigests: [SHA256Hasher.digest(of: [1].span)]),
                now: .sample(),
                in: txn
            )
            let map = try ShardMap.initial(deployment: deployment.id, nodes: [node], shards: [shard])
            try DeploymentStore().setShardMap(map, in: txn)
            return (deployment, try CalendarStore().createUser(.sample(uid), now: .sample(), in: txn), map)
        }
    }

    private func writeNodeRecord() throws {
        try FileManager.default.createDirectory(atPath: nodePath.string, withIntermediateDirectories: true)
        let record = """
            {"node":"\(Self.node)","deployment":"\(deployment.id)","shards":["\(shard)"]}
            """
        try Data(record.utf8).write(to: URL(filePath: nodePath.appending("node.json").string))
    }

    /// Opens the shard for the time of a body; its segments are small, so that there are many.
    ///
    /// - Parameters:
    ///   - node: The data directory that has it; nil for that of the deployment.
    ///   - masterKeys: The master keys, for a shard that is encrypted.
    ///   - body: What is done with it.
    /// - Returns: What the body returns.
    /// - Throws: `BlobStoreError`, and what the body throws.
    func withShard<Value>(
        of node: NodeDirectory? = nil,
        masterKeys: MasterKeyRing? = nil,
        _ body: (Shard) async throws -> Value
    ) async throws -> Value {
        var options = ShardOptions(chunkingSecret: deployment.chunkingSecret)
        options.segmentByteLimit = 64 << 10
        options.masterKeys = masterKeys
        let path = node?.path(of: shard) ?? shardPath
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        let shard = try await Shard.open(
            at: path,
            identity: ShardIdentity(shard: shard, deployment: deployment.id),
            options: options,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            let value = try await body(shard)
            await shard.close()
            return value
        } catch {
            await shard.close()
            throw error
        }
    }

    /// Adds an attachment as a front does: its bytes first, then its record.
    @discardableResult
    func attach(_ filename: String, _ bytes: [UInt8], at shard: Shard) async throws -> AttachmentID {
        let id = AttachmentID.random()
        let domain = try domain()
        let stored = try await shard.put(ByteStream.bytes(bytes), as: id.firstReference, in: domain, limit: .max)
        let attachment = Attachment(
            id: id,
            content: BlobDescription(blob: stored.blob, size: stored.size),
            labels: .init(mediaType: "text/plain", filename: filename),
            creator: alice.home.text,
            created: .sample()
        )
        try await database.write { txn in
            _ = try AttachmentStore().add(attachment, heldBy: domain, linkedTo: LinkedObjectID("o-\(id)"), in: txn)
        }
        return id
    }

    /// Makes a whole backup of the database and the node.
    func backUp(now: Date = .sample()) async throws {
        let directory = BackupDirectory(backupPath)
        try directory.prepare()
        let copy = try await DatabaseBackup(of: databasePath, to: directory).run(now: now) { _ in }
        try copyNode(to: directory)
        try copy.commit()
    }

    /// Copies the node.
    func copyNode(to directory: BackupDirectory) throws {
        let node = try NodeID(validating: Self.node)
        try NodeCopy(of: NodeDirectory(nodePath), to: NodeDirectory(directory.path(of: node)))
            .run(of: deployment.id) { _ in }
    }

    /// Bytes that do not repeat.
    static func noise(_ seed: UInt8, count: Int) -> [UInt8] {
        var state = UInt64(seed) + 0x9E37_79B9_7F4A_7C15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }
}
