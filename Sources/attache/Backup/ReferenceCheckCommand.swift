import ArgumentParser
import DeploymentBackup

/// `attache reference check`.
struct ReferenceCheckCommand: AsyncParsableCommand {
    /// What `attache reference check --help` says.
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Asks the running nodes for every reference that the database has, and names what is missing.",
        discussion: """
            For a deployment that was restored on several hosts. Nodes answer from their indexes: what is damaged in \
            their files a scrub finds. The exit code is 1 when something is missing, or a node does not answer.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Who asks the nodes.
    @OptionGroup(title: "Nodes") var blobs: BlobOptions

    /// Asks the nodes.
    func run() async throws {
        try await BackupExit.explaining {
            let findings = try await database.withExistingDatabase { database in
                try await blobs.withBlobs(of: database, config: self.database.config) { blobs in
                    try await AuditText.run(ReferenceAudit(of: database, at: blobs))
                }
            }
            guard findings == 0 else { throw ShardExit.findings }
        }
    }
}
