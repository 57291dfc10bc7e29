import ArgumentParser
import BlobModel
import DeploymentBackup
import DeploymentStore
import SQLDatabase
import SystemPackage

/// `attache restore`.
struct RestoreCommand: AsyncParsableCommand {
    /// What `attache restore --help` says.
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a backup where the front and the nodes of this host find it, and says what is missing.",
        discussion: """
            For stopped services, and never over what is there: move the old database and the old data of nodes away \
            first. Everything restored is read, and the bytes of every attachment are looked for; what is missing or \
            damaged is printed, and the exit code is 1 then.

            Recounts are suspended in the restored database, so that nodes keep what was added after the backup: \
            "attache recount resume" lets them go on. Clients load their calendars afresh, since their sync tokens are \
            of another history.
            """
    )

    /// Where the database will be.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The directory of the backup.
    @Argument(help: "The directory of the backup.")
    var directory: String

    /// The nodes.
    @Option(
        name: .customLong("node-data"),
        help: "A node and its data directory on this host, such as blob-1=/var/lib/attache-blob; may be given again."
    )
    var nodes: [NodeDataArgument] = []

    /// Whether to leave the database out.
    @Flag(name: .customLong("without-database"), help: "Restore nodes alone, as on a host that has no front.")
    var isWithoutDatabase = false

    /// The master keys.
    @OptionGroup(title: "Encrypted shards") var keys: ShardKeyOptions

    /// Checks that there is something to restore.
    func validate() throws {
        guard !isWithoutDatabase || !nodes.isEmpty else {
            throw ValidationError("--without-database needs --node-data: there would be nothing to restore.")
        }
        guard Set(nodes.map(\.node)).count == nodes.count else {
            throw ValidationError("--node-data names a node twice.")
        }
    }

    /// Restores the backup.
    ///
    /// The database comes last: without it no front starts on what is not whole.
    func run() async throws {
        try await BackupExit.explaining {
            let backup = BackupDirectory(FilePath(directory))
            let masterKeys = try keys.ring()
            let target = isWithoutDatabase ? nil : try await database.path()
            let deployment = target == nil ? nil : try backup.record().deployment
            let databaseRestore = target.map { DatabaseRestore(of: backup, to: $0) }
            try databaseRestore?.check()
            for node in nodes {
                try node.restore(from: backup).check()
                try node.restore(from: backup).checkKeys(masterKeys)
            }
            var verification = ShardVerification(
                paths: try restoreNodes(backup, deployment),
                masterKeys: masterKeys,
                purpose: .restored
            )
            var findings = nodes.isEmpty ? 0 : try verification.build()
            if let databaseRestore, let target {
                try await Self.restore(databaseRestore)
                findings += try await audit(target, verification)
            }
            guard findings == 0 else { throw ShardExit.findings }
        }
    }

    private func restoreNodes(_ backup: BackupDirectory, _ deployment: DeploymentID?) throws -> [ShardID: FilePath] {
        var paths: [ShardID: FilePath] = [:]
        for node in nodes {
            let restore = node.restore(from: backup)
            let bytes = try NodeFiles(title: "\(node.node)").copy { progress in
                try restore.run(of: deployment, progress: progress)
            }
            let shards = try restore.shards()
            for shard in shards { paths[shard] = node.directory.path(of: shard) }
            print("restored the node \(node.node): \(CountText(shards.count, "shard")), \(ByteText(bytes))")
        }
        return paths
    }

    private static func restore(_ restore: DatabaseRestore) async throws {
        let display = ProgressDisplay("database")
        defer { display.end() }
        var bytes: UInt64 = 0
        try await restore.run { piece in
            bytes += piece
            display.show(ProgressReport(done: bytes, total: nil, text: "\(ByteText(bytes))"))
        }
        display.end()
        print("restored the database; recounts are suspended until \"attache recount resume\"")
    }

    private func audit(_ path: FilePath, _ verification: ShardVerification) async throws -> Int {
        guard !nodes.isEmpty else {
            print(
                "no shard was restored here: once the services run, \"attache reference check\" names what is missing"
            )
            return 0
        }
        return try await DatabaseURL.sqlite(path: path.string).withDatabase { database in
            let map = try await database.read { txn in try DeploymentStore().shardMap(in: txn) }
            guard let map else { return 0 }
            return try await verification.audit(database, by: map)
        }
    }
}
