import ArgumentParser

/// `attache domain …`.
struct DomainCommand: AsyncParsableCommand {
    /// What `attache domain --help` says.
    static let configuration = CommandConfiguration(
        commandName: "domain",
        abstract: "Looks after dedup domains: what one calendar home has at the blob nodes.",
        subcommands: [DomainPurgeCommand.self]
    )
}
