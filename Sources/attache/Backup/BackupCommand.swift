import ArgumentParser
import BlobModel
import BlobStore
import DeploymentBackup
import DeploymentStore
import FoundationEssentials
import SQLDatabase
import SystemPackage

/// `attache backup`.
struct BackupCommand: AsyncParsableCommand {
    /// What `attache backup --help` says.
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the database, and the data of nodes on this host, while everything runs.",
        discussion: """
            The database is copied first, as it is at one moment, and the nodes after it: so the copies of the nodes have \
            all bytes that the copy of the database names. A directory that has a backup already gets the new bytes \
            alone, and has the former backup until the new one is whole.

            Nodes on other hosts are copied there by the same command with --without-database, after this one; bring \
            the copies together under nodes/ of one directory. The exit code is 1 when --verify finds something missing \
            or damaged; the backup is made all the same.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The directory of the backup.
    @Argument(help: "The directory of the backup: a new one, or one that has a backup.")
    var directory: String

    /// The nodes.
    @Option(name: .customLong("node-data"), help: "The data directory of a node on this host; may be given again.")
    var nodes: [String] = []

    /// Whether to leave the database out.
    @Flag(name: .customLong("without-database"), help: "Copy nodes alone, as on a host that has no front.")
    var isWithoutDatabase = false

    /// Whether to read the copies.
    @Flag(
        name: .customLong("verify"),
        help: "Read all that was copied, and look for the bytes of every attachment; takes as long as the copies are."
    )
    var verifies = false

    /// The master keys.
    @OptionGroup(title: "Encrypted shards, for --verify") var keys: ShardKeyOptions

    /// Checks that there is something to copy.
    func validate() throws {
        guard !isWithoutDatabase || !nodes.isEmpty else {
            throw ValidationError("--without-database needs --node-data: there would be nothing to copy.")
        }
    }

    /// Makes the backup.
    func run() async throws {
        try await BackupExit.explaining {
            let backup = BackupDirectory(FilePath(directory))
            let source = isWithoutDatabase ? nil : try await database.existingPath()
            let masterKeys = try checkedKeys()
            try backup.prepare()
            var copy: DatabaseCopy?
            if let source { copy = try await Self.copy(source, to: backup) }
            let copied = try nodes.map { try Self.copyNode(at: FilePath($0), to: backup, copy?.facts) }
            let findings = verifies ? try await verify(copied, in: backup, copy, masterKeys) : 0
            try copy?.commit()
            if let map = copy?.facts.shardMap { Self.tell(of: map, without: copied) }
            guard findings == 0 else { throw ShardExit.findings }
        }
    }

    /// Returns the master keys, after a look whether they are those of the shards: the copies take long.
    private func checkedKeys() throws -> MasterKeyRing? {
        guard verifies else { return nil }
        let masterKeys = try keys.ring()
        for node in nodes { try NodeDirectory(FilePath(node)).checkKeys(masterKeys) }
        return masterKeys
    }

    private static func copy(_ source: FilePath, to backup: BackupDirectory) async throws -> DatabaseCopy {
        let display = ProgressDisplay("database")
        defer { display.end() }
        let copy = try await DatabaseBackup(of: source, to: backup).run(now: Date()) { progress in
            let text = "\(progress.pages) of \(CountText(progress.total, "page"))"
            display.show(ProgressReport(done: UInt64(progress.pages), total: UInt64(progress.total), text: text))
        }
        display.end()
        print("copied the database, which has \(CountText(copy.facts.references, "reference"))")
        return copy
    }

    private static func copyNode(
        at path: FilePath,
        to backup: BackupDirectory,
        _ facts: DatabaseFacts?
    ) throws -> NodeID {
        let source = NodeDirectory(path)
        let record = try source.record()
        let bytes = try NodeFiles(title: "\(record.node)").copy { progress in
            try NodeCopy(of: source, to: NodeDirectory(backup.path(of: record.node)))
                .run(of: facts?.deployment, progress: progress)
        }
        print("copied the node \(record.node): \(CountText(record.shards.count, "shard")), \(ByteText(bytes))")
        return record.node
    }

    /// Builds the indexes of the copies to see what can be read, and takes them away again.
    private func verify(
        _ nodes: [NodeID],
        in backup: BackupDirectory,
        _ copy: DatabaseCopy?,
        _ masterKeys: MasterKeyRing?
    ) async throws -> Int {
        var paths: [ShardID: FilePath] = [:]
        for node in nodes {
            let directory = NodeDirectory(backup.path(of: node))
            for shard in try directory.record().shards { paths[shard] = directory.path(of: shard) }
        }
        var verification = ShardVerification(paths: paths, masterKeys: masterKeys, purpose: .backup)
        defer { verification.removeIndexes() }
        let damaged = try verification.build()
        guard let copy, let map = copy.facts.shardMap else { return damaged }
        return damaged + (try await copy.withDatabase { try await verification.audit($0, by: map) })
    }

    private static func tell(of map: ShardMap, without copied: [NodeID]) {
        let left = map.nodes.map(\.id).filter { node in !copied.contains(node) && !map.shards(of: node).isEmpty }
        guard !left.isEmpty else { return }
        print("not copied: \(left.map(\.text).joined(separator: ", ")); copy their data now, after the database")
    }
}
