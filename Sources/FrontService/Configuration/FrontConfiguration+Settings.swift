import BlobAPI
import ICalendar
import SystemPackage
package import ServiceSupport
import SQLDatabase

extension FrontConfiguration {
    /// Reads the configuration of a front that runs as a program of its own.
    ///
    /// - Throws: `SettingError`, whose description is the sentence for the operator.
    package init(_ settings: Settings) throws(SettingError) {
        self.init(
            publicURL: try Self.publicURL(settings),
            databaseURL: try Self.databaseURL(settings)
        )
        publicAddress = try settings.listenAddress("front.listen") ?? publicAddress
        internalAddress = try settings.listenAddress("front.internal-listen") ?? internalAddress
        trustedProxies =
            try settings.parsed("front.trusted-proxies", allowed: AddressRange.grammar) { AddressRange.list($0) } ?? []
        secretScope = try settings.choice("front.secret-scope") ?? secretScope
        quotaBytes = try settings.bytes("quota.bytes") ?? quotaBytes
        calendarQuotaBytes = try settings.bytes("quota.calendar-bytes") ?? calendarQuotaBytes
        maximumResourceSize =
            try settings.bytes(
                "calendars.max-resource-size",
                in: 1024...UInt64(ICalendarLimits.standard.maximumOctets)
            ).map { Int($0) }
            ?? maximumResourceSize
        access = try AccessConfiguration(settings)
        attachments = try AttachmentConfiguration(settings)
        requests = try RequestConfiguration(settings)
        tls = try TLSIdentity.load(settings)
    }

    private static func publicURL(_ settings: Settings) throws(SettingError) -> ServiceURL {
        let allowed = ServiceURL.grammar + ", and without a path"
        let url = try settings.parsed("public-url", allowed: allowed) { text in
            // Every href is an absolute path from the root of the host.
            ServiceURL(parsing: text).flatMap { $0.path.isEmpty ? $0 : nil }
        }
        return try settings.required(url, "public-url", allowed: allowed)
    }

    private static func databaseURL(_ settings: Settings) throws(SettingError) -> DatabaseURL {
        let allowed = "sqlite:PATH"
        if let url = try settings.parsed("database-url", allowed: allowed, { try? DatabaseURL(parsing: $0) }) {
            return url
        }
        let directory = try settings.path("data")
        return .sqlite(
            path: try settings.required(directory, "database-url", allowed: allowed + ", or data a directory")
                .appending("metadata.sqlite").string
        )
    }
}

extension AttachmentConfiguration {
    /// Reads what the settings say about attachments.
    ///
    /// - Throws: `SettingError`.
    package init(_ settings: Settings) throws(SettingError) {
        self.init()
        maximumSize = try settings.bytes("attachments.max-size", in: 1...UInt64(Int64.max)) ?? maximumSize
        maximumPerResource = try settings.integer("attachments.max-per-resource", in: 1...10_000) ?? maximumPerResource
        allowsInstances = try settings.boolean("attachments.recurrence") ?? allowsInstances
        download = try settings.choice("attachments.download", as: Download.self) ?? download
        server = try settings.parsed("attachments.server-url", allowed: Server.grammar, Server.init(parsing:)) ?? server
        urlLifetime =
            try settings.duration("attachments.url-lifetime", in: .seconds(60)...(.seconds(24 * 3600))) ?? urlLifetime
        grace = try settings.duration("attachments.grace", in: .seconds(0)...(.seconds(366 * 24 * 3600))) ?? grace
    }
}

extension AttachmentConfiguration.Server {
    /// What ``init(parsing:)`` takes, as the end of the sentence "it must be …".
    package static let grammar = #""same-host", "none", or \#(ServiceURL.grammar), and without a path"#

    /// Parses the setting; nil for a text that is not allowed.
    ///
    /// The URL has no path: clients replace the scheme and authority of an attachment URI and nothing else.
    package init?(parsing text: String) {
        switch text {
        case "same-host": self = .sameHost
        case "none": self = .none
        default:
            guard let url = ServiceURL(parsing: text), url.path.isEmpty else { return nil }
            self = .url(url)
        }
    }
}
