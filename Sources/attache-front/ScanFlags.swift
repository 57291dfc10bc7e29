import ArgumentParser
import ServiceSupport

/// The settings of the front about looking for malware, as flags.
struct ScanFlags: ParsableArguments {
    /// `scan.clamd`.
    @Option(
        name: .customLong("scan-clamd"),
        help: "The scanner for malware, a clamd: unix:/path or host:port. Without it nothing is scanned."
    )
    var scanner: String?

    /// `scan.when`.
    @Option(
        name: .customLong("scan-when"),
        help: "Whether files are scanned before or after they are acknowledged (before)."
    )
    var when: String?

    /// `scan.max-size`.
    @Option(name: .customLong("scan-max-size"), help: "The greatest size of a file that is scanned (25MiB).")
    var maximumSize: String?

    /// `scan.otherwise`.
    @Option(
        name: .customLong("scan-otherwise"),
        help: "What becomes of a file that cannot be scanned: refuse or accept it (refuse)."
    )
    var otherwise: String?

    /// `scan.timeout`.
    @Option(name: .customLong("scan-timeout"), help: "The time that the scan of one file may take (60s).")
    var timeout: String?

    /// The values by their keys, nil for those that were not given.
    var values: [(SettingKey, String?)] {
        [
            ("scan.clamd", scanner), ("scan.when", when), ("scan.max-size", maximumSize),
            ("scan.otherwise", otherwise), ("scan.timeout", timeout),
        ]
    }
}
