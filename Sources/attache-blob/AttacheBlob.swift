import ArgumentParser
import BlobService
import FoundationEssentials
import Logging
import ServiceSupport
import SystemPackage

/// The blob storage service as a program.
@main
struct AttacheBlob: AsyncParsableCommand {
    /// What `attache-blob --help` says.
    static let configuration = CommandConfiguration(
        commandName: "attache-blob",
        abstract: "Keeps the bytes of attachments and serves them at signed URLs: one blob node of Attaché.",
        discussion: """
            Settings come from flags, from the environment and from one YAML file, in this order: --blob-node-id is \
            ATTACHE_BLOB_NODE_ID and blob.node-id. The node must be registered with "attache node add" before it \
            starts. It tells by /readyz when it can do its work, and lets requests end after SIGTERM.
            """,
        version: ProgramVersion.line(of: "attache-blob")
    )

    /// The YAML file.
    @Option(name: .customLong("config"), help: "The YAML file with settings, also ATTACHE_CONFIG.")
    var config: String?

    /// The settings given here.
    @OptionGroup var flags: BlobFlags

    /// Runs until SIGTERM or SIGINT.
    func run() async throws {
        ServiceRunner.ignoreHangup()
        let settings = try await Settings.load(
            flags: flags.values,
            environment: ProcessInfo.processInfo.environment,
            file: config.map { FilePath($0) }
        )
        let configuration = try BlobConfiguration(settings: settings)
        try LogBootstrap.start(settings)
        let logger = Logger(label: "attache-blob")
        let runner = try ServiceRunner(logger: logger, settings: settings)
        let registry = MetricsBootstrap.start()
        try await runner.run([BlobNode(configuration: configuration, registry: registry, logger: logger)])
    }
}
