import ArgumentParser

/// `attache node …`.
struct NodeCommand: AsyncParsableCommand {
    /// What `attache node --help` says.
    static let configuration = CommandConfiguration(
        commandName: "node",
        abstract: "Registers blob nodes with the front, and gives them shards.",
        subcommands: [NodeAdd.self, NodeAddShards.self, NodeList.self]
    )
}
