import Glibc
package import Logging
package import ServiceLifecycle
import UnixSignals

/// Runs services as one process: in their order, until SIGTERM or SIGINT, then down in the opposite order.
package struct ServiceRunner: Sendable {
    /// The key of the time that requests have to end after SIGTERM, `shutdown.timeout`.
    package static let drainKey: SettingKey = "shutdown.timeout"

    private let logger: Logger
    private let drainTimeout: Duration

    /// Creates a runner.
    ///
    /// - Parameters:
    ///   - logger: The logger of the process.
    ///   - drainTimeout: How long requests that have begun may go on after SIGTERM before they are cancelled.
    package init(logger: Logger, drainTimeout: Duration = .seconds(30)) {
        self.logger = logger
        self.drainTimeout = drainTimeout
    }

    /// Creates a runner with the drain time of the settings, 30 seconds unless set.
    ///
    /// - Throws: ``SettingError`` when the time is not from 0 seconds to an hour.
    package init(logger: Logger, settings: Settings) throws(SettingError) {
        let timeout = try settings.duration(Self.drainKey, in: .zero ... .seconds(3600))
        self.init(logger: logger, drainTimeout: timeout ?? .seconds(30))
    }

    /// Has SIGHUP ignored from now on, by whatever part does not listen for it.
    ///
    /// It asks a service to read its files again, as `systemctl reload` and the hooks of certificates do. One that has none to read,
    /// or has not come so far, would end by it. Programs that belong to a terminal do not call this: they end with it.
    package static func ignoreHangup() {
        // Listening for the signal later (``TLSRenewal``) is possible all the same.
        _ = signal(SIGHUP, SIG_IGN)
    }

    /// Runs services; returns after a graceful shutdown, or when the task is cancelled.
    ///
    /// A listener belongs at the end, so that it is the first to stop and finds everything that it needs.
    ///
    /// - Throws: What the first service that fails throws; the others are shut down before.
    package func run(_ services: [any Service]) async throws {
        var configuration = Self.configuration(of: services, logger: logger)
        configuration.gracefulShutdownSignals = [.sigterm, .sigint]
        configuration.maximumGracefulShutdownDuration = drainTimeout
        try await ServiceGroup(configuration: configuration).run()
    }

    /// Runs the parts of one service in the same way, but until the group that the service belongs to shuts down.
    ///
    /// A part that fails lets the others shut down gracefully too: cancelled listeners would log errors of their own
    /// beside the reason.
    ///
    /// - Throws: What the first part that fails throws.
    package static func runParts(_ parts: [any Service], logger: Logger) async throws {
        try await ServiceGroup(configuration: configuration(of: parts, logger: logger)).run()
    }

    private static func configuration(of services: [any Service], logger: Logger) -> ServiceGroupConfiguration {
        let services = services.map {
            ServiceGroupConfiguration.ServiceConfiguration(
                service: $0,
                successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .gracefullyShutdownGroup
            )
        }
        return ServiceGroupConfiguration(services: services, logger: logger)
    }
}
