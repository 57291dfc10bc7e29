import AttachmentKeeping
import FoundationEssentials
import FrontService
import ManagedAttachments
import ServiceSupport
import SQLDatabase
import SystemPackage

/// The rules of a front, as its settings have them, by which the tool brings attachments back.
struct RestorationRules {
    /// Brings attachments back.
    let restoration: AttachmentRestoration

    /// Reads the rules.
    ///
    /// - Parameters:
    ///   - config: The YAML file with the front's settings, if one is named.
    ///   - publicURL: The URL of the front, if it is named.
    /// - Throws: `SettingError`; the exit code of a misuse where no URL is named.
    init(config: String?, publicURL: String?) async throws {
        var flags: [SettingKey: String] = [:]
        flags["public-url"] = publicURL
        let settings = try await Settings.load(
            flags: flags,
            environment: ProcessInfo.processInfo.environment,
            file: config.map { FilePath($0) }
        )
        guard let url = try settings.url("public-url"), let uris = AttachmentURIScheme(publicURL: url.string) else {
            throw ShardExit.misuse("Name the front's URL by --public-url, or its settings by --config.")
        }
        // Of a front's defaults; where its database is has been found out already.
        let defaults = FrontConfiguration(publicURL: url, databaseURL: .sqlite(path: ""))
        let attachments = try AttachmentConfiguration(settings)
        let size = try settings.bytes("calendars.max-resource-size").map { Int(clamping: $0) }
        restoration = AttachmentRestoration(
            planner: AttachmentPlanner(
                limits: AttachmentLimits(
                    maximumSize: attachments.maximumSize,
                    maximumPerResource: attachments.maximumPerResource,
                    maximumResourceSize: size ?? defaults.maximumResourceSize
                ),
                uris: uris
            ),
            quotas: AttachmentRestoration.Quotas(
                attachments: try settings.bytes("quota.bytes") ?? defaults.quotaBytes,
                calendarData: try settings.bytes("quota.calendar-bytes") ?? defaults.calendarQuotaBytes
            )
        )
    }
}
