package import MalwareScanning
package import ServiceSupport

/// What an operator decides about looking for malware in attachments.
package struct ScanConfiguration: Hashable, Sendable {
    /// When attachments are scanned.
    package enum Moment: String, CaseIterable, Sendable {
        /// Before they are acknowledged, so that an infected one is refused.
        case before
        /// Soon after, so that an infected one is withdrawn.
        case after
    }

    /// What becomes of an attachment that is not scanned: it is too long, or the scanner cannot be reached.
    package enum Fallback: String, CaseIterable, Sendable {
        /// It is refused.
        case refuse
        /// It is taken.
        case accept
    }

    /// Where the scanner listens.
    package var scanner: ClamdAddress

    /// When attachments are scanned.
    package var when = Moment.before

    /// The most octets that the scanner takes: clamd's `StreamMaxLength`, whose default is the same.
    package var maximumSize: UInt64 = 25 << 20

    /// What becomes of an attachment that is not scanned.
    package var otherwise = Fallback.refuse

    /// The time that one scan may take as a whole.
    package var timeout = Duration.seconds(60)

    /// Makes a configuration whose other values are the defaults.
    package init(scanner: ClamdAddress) {
        self.scanner = scanner
    }

    /// Reads what the settings say about scanning, or returns nil where no scanner is set.
    ///
    /// - Throws: `SettingError`; for a wrong value also where no scanner is set.
    package static func load(_ settings: Settings) throws(SettingError) -> ScanConfiguration? {
        let scanner = try settings.parsed("scan.clamd", allowed: ClamdAddress.grammar) { ClamdAddress(parsing: $0) }
        var scan = ScanConfiguration(scanner: scanner ?? .tcp(host: "127.0.0.1", port: 3310))
        scan.when = try settings.choice("scan.when") ?? scan.when
        scan.maximumSize = try settings.bytes("scan.max-size", in: 1...1 << 32) ?? scan.maximumSize
        scan.otherwise = try settings.choice("scan.otherwise") ?? scan.otherwise
        scan.timeout = try settings.duration("scan.timeout", in: .seconds(1)...(.seconds(600))) ?? scan.timeout
        return scanner == nil ? nil : scan
    }
}
