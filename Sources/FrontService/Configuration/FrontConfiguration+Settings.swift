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
        scan = try ScanConfiguration.load(settings)
        pagesEnabled = try settings.boolean("pages.enabled") ?? pagesEnabled
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
