import ArgumentParser

/// The benchmarks as a program.
@main
struct AttacheBenchmarks: AsyncParsableCommand {
    /// What `AttacheBenchmarks --help` says.
    static let configuration = CommandConfiguration(
        commandName: "AttacheBenchmarks",
        abstract: "Measures Attaché on this machine, each figure beside a peer that is measured in the same minute.",
        subcommands: [RunCommand.self, UploadPeerCommand.self],
        defaultSubcommand: RunCommand.self
    )
}
