import ArgumentParser

/// `attache key domain …`.
struct DomainKeyCommand: AsyncParsableCommand {
    /// What `attache key domain --help` says.
    static let configuration = CommandConfiguration(
        commandName: "domain",
        abstract: "Changes the key of one domain of an encrypted shard.",
        subcommands: [DomainKeyErase.self]
    )
}
