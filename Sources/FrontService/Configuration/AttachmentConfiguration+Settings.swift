package import ServiceSupport

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
        try readUploads(settings)
    }

    private mutating func readUploads(_ settings: Settings) throws(SettingError) {
        processing = try settings.durationUnlessOff("attachments.processing", in: .seconds(5)...(.seconds(600)))
            .map { ProcessingNotice(every: $0) }
        upload = try settings.choice("attachments.upload", as: UploadPath.self) ?? upload
        redirectFrom = try settings.bytes("attachments.redirect-from", in: 64 << 10...UInt64(Int64.max)) ?? redirectFrom
        inlineFrom = try settings.bytesUnlessOff("attachments.inline-from", in: 1 << 10...64 << 20).map { Int($0) }
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
