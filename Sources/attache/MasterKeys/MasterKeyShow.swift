import ArgumentParser
import BlobStore
import SystemPackage

/// `attache key master status`.
struct MasterKeyShow: AsyncParsableCommand {
    /// What `attache key master status --help` says.
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tells under which master key a shard's keys are, and how many are not yet.",
        discussion: """
            The shard may be open in a node. No master key is needed. The exit code is 1 when a key file cannot be used.
            """
    )

    /// The shard.
    @Option(name: .customLong("directory"), help: "The directory of the shard.")
    var directory: String

    /// The file of the key under which everything shall be.
    @Option(name: .customLong("master-key-file"), help: "The file with the master key to compare with.")
    var file: String?

    /// Prints the status.
    func run() async throws {
        try await ShardExit.explaining {
            let current = try file.map { try MasterKeyFile($0).read().id }
            let path = FilePath(directory)
            _ = try ShardIdentity.ofShard(at: path)
            let status = try MasterKeyStatus(ofShardAt: path, current: current)
            Self.table(of: status).print()
            if status.unusable > 0 { throw ShardExit.findings }
        }
    }

    private static func table(of status: MasterKeyStatus) -> TextTable {
        TextTable(
            head: ["MASTER KEY", "NAMED BY THE SHARD", "WRAPPED", "WAITING", "ERASED", "UNUSABLE"],
            rows: [
                [
                    status.current?.description ?? "none", status.mark?.description ?? "none", "\(status.wrapped)",
                    "\(status.waiting)", "\(status.erased)", "\(status.unusable)",
                ]
            ]
        )
    }
}
