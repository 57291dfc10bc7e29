import ArgumentParser

/// `attache key master …`.
struct MasterKeyCommand: AsyncParsableCommand {
    /// What `attache key master --help` says.
    static let configuration = CommandConfiguration(
        commandName: "master",
        abstract: "Makes and changes the master key of encrypted shards.",
        discussion: """
            A node that is given a master key encrypts what it stores. Each domain has a key of its own; the master key \
            wraps these and nothing else, so that changing it rewrites no data. Without the master key everything \
            encrypted is lost: keep a copy of its file, and not beside the backups of the shards.
            """,
        subcommands: [MasterKeyCreate.self, MasterKeyRotate.self, MasterKeyShow.self]
    )
}
