import ArgumentParser

/// `attache secret …`.
struct SecretCommand: AsyncParsableCommand {
    /// What `attache secret --help` says.
    static let configuration = CommandConfiguration(
        commandName: "secret",
        abstract: "Makes the secrets by which the services know each other, and their digests.",
        subcommands: [SecretCreate.self, SecretDigest.self]
    )
}
