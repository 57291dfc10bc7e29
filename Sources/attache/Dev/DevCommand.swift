import ArgumentParser
import FoundationEssentials
import ServiceSupport

/// `attache dev`.
struct DevCommand: AsyncParsableCommand {
    /// What `attache dev --help` says.
    static let configuration = CommandConfiguration(
        commandName: "dev",
        abstract: "Runs everything in one process for trying out: a front, blob nodes, and demo users.",
        discussion: """
            The users alice, bob and carol have their names as passwords, and so has the administrator admin. \
            Everything listens on 127.0.0.1 alone and is kept in the data directory, so that the next start goes on \
            where this one ends. Ctrl-C or SIGTERM lets requests end and stops.

            Settings come from the environment and a YAML file as for the services, for example \
            ATTACHE_ATTACHMENTS_MAX_SIZE, ATTACHE_ATTACHMENTS_DOWNLOAD or ATTACHE_QUOTA_BYTES.
            """
    )

    /// What is to be run.
    @OptionGroup var options: DevOptions

    /// Runs until SIGTERM or SIGINT.
    func run() async throws {
        var plan = try options.plan()
        var settings = try await settings(of: plan)
        if try TLSIdentity.load(settings) != nil {
            // The URLs, which are defaults of settings, depend on whether the listeners speak TLS.
            plan = plan.encrypted()
            settings = try await self.settings(of: plan)
        }
        try LogBootstrap.start(settings, format: .text)
        try await DevDeployment(plan: plan, settings: settings).run()
    }

    private func settings(of plan: DevPlan) async throws -> Settings {
        try await DevSettings(plan: plan, file: options.config).load(environment: ProcessInfo.processInfo.environment)
    }
}
