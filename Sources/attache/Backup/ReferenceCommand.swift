import ArgumentParser

/// `attache reference …`.
struct ReferenceCommand: AsyncParsableCommand {
    /// What `attache reference --help` says.
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "Looks after references: the claims by which attachments keep their bytes at the nodes.",
        subcommands: [ReferenceCheckCommand.self]
    )
}
