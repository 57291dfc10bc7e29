import ServiceSupport
import SystemPackage

/// The settings of `attache dev`: what its options decide wins, and it has defaults of its own.
struct DevSettings {
    /// What is to be run.
    let plan: DevPlan

    /// The YAML file, if one is named.
    let file: String?

    /// Loads the settings.
    ///
    /// - Throws: `SettingError`.
    func load(environment: [String: String]) async throws -> Settings {
        try await Settings.load(
            flags: decided,
            environment: environment,
            file: file.map { FilePath($0) },
            defaults: defaults
        )
    }

    /// What the options decide.
    private var decided: [SettingKey: String] {
        [
            "data": plan.files.data.string,
            "database-url": "sqlite:\(plan.files.database)",
            "front.listen": "127.0.0.1:\(plan.ports.front)",
            "front.internal-listen": "127.0.0.1:\(plan.ports.firstInternal)",
            "service.secret-file": plan.files.secret(of: "front").string,
        ]
    }

    /// What can be set otherwise: the first node is the server for attachments, and the log shows warnings.
    private var defaults: [SettingKey: String] {
        [
            "public-url": plan.frontURL,
            "attachments.server-url": plan.nodes[0].publicURL,
            "log.level": "warning",
        ]
    }
}
