import ArgumentParser

/// `attache node …`.
struct NodeCommand: AsyncParsableCommand {
    /// What `attache node --help` says.
    static let configuration = CommandConfiguration(
        commandName: "node",
        abstract: "Registers blob nodes with the front.",
        subcommands: [NodeAdd.self, NodeList.self]
    )
}
