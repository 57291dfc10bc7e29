import ArgumentParser
import BlobAPI
import FoundationEssentials
import FrontService
import Logging
import ServiceSupport
import SystemPackage

/// The CalDAV service as a program.
@main
struct AttacheFront: AsyncParsableCommand {
    /// What `attache-front --help` says.
    static let configuration = CommandConfiguration(
        commandName: "attache-front",
        abstract: "Speaks CalDAV: calendars whose events have files.",
        discussion: """
            Settings come from flags, from the environment and from one YAML file, in this order: --attachments-max-size \
            is ATTACHE_ATTACHMENTS_MAX_SIZE and attachments.max-size. At least one blob node must be registered with \
            "attache node add" before the front starts. It tells by /readyz when it can do its work, and lets requests \
            end after SIGTERM.
            """,
        version: ProgramVersion.line(of: "attache-front")
    )

    /// The YAML file.
    @Option(name: .customLong("config"), help: "The YAML file with settings, also ATTACHE_CONFIG.")
    var config: String?

    /// The settings given here.
    @OptionGroup var flags: FrontFlags

    /// Runs until SIGTERM or SIGINT.
    func run() async throws {
        ServiceRunner.ignoreHangup()
        let settings = try await Settings.load(
            flags: flags.values,
            environment: ProcessInfo.processInfo.environment,
            file: config.map { FilePath($0) }
        )
        let configuration = try FrontConfiguration(settings)
        let secret = try settings.secret(fromFileNamedBy: "service.secret-file") { try PeerSecret(parsing: $0) }
        try LogBootstrap.start(settings)
        let logger = Logger(label: "attache-front")
        let runner = try ServiceRunner(logger: logger, settings: settings)
        let registry = MetricsBootstrap.start()
        let storage = try await FrontStorage.open(configuration, secret: secret, now: Date(), logger: logger)
        let front = FrontAssembly.front(configuration, storage: storage, registry: registry, logger: logger)
        try await runner.run([storage] + front.services)
    }
}
