import ArgumentParser

/// `attache shard …`.
struct ShardCommand: AsyncParsableCommand {
    /// What `attache shard --help` says.
    static let configuration = CommandConfiguration(
        commandName: "shard",
        abstract: "Looks at, checks, and mends one shard of a blob node.",
        discussion: """
            A shard is a directory with segments and an index. Most commands work on a shard that no node has open: stop \
            the node first, or name the running node with --node and --node-url, and its operator secret with \
            --operator-secret-file where the command takes them. No command here needs the chunking secret; one that reads encrypted contents needs \
            the master key.

            The exit code is 0 when all is well, 1 when something was found, 64 for wrong options, 65 when the shard is \
            damaged, 66 when there is none, 69 when a node does not do what was asked, 73 when there is no room, 74 when \
            a file cannot be read or written, 75 when the same command may succeed later, such as when a node has the \
            shard open, 77 when the system does not allow it, 78 when a key or a secret is missing, malformed, or \
            another one.
            """,
        subcommands: [
            ShardStatusCommand.self, ShardVerifyCommand.self, ShardScrubCommand.self, ShardCollectCommand.self,
            ShardCompactCommand.self, ShardRebuildCommand.self, ShardExportCommand.self, ShardRecountCommand.self,
        ]
    )
}
