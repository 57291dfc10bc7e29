/// The name of one setting, the same word in the YAML file, the environment, and on the command line.
///
/// `attachments.max-size` is `ATTACHE_ATTACHMENTS_MAX_SIZE` in the environment and `--attachments-max-size` as a flag.
package struct SettingKey: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The name as the YAML file spells it: words in lower case, joined by dots and hyphens.
    package let name: String

    /// Creates a key from its YAML name.
    package init(_ name: String) {
        self.name = name
    }

    /// Creates a key from its YAML name.
    package init(stringLiteral value: String) {
        name = value
    }

    /// The name of the environment variable, such as `ATTACHE_QUOTA_BYTES`.
    package var environmentName: String {
        "ATTACHE_" + String(name.uppercased().map { $0 == "." || $0 == "-" ? "_" : $0 })
    }

    /// The name of the flag, such as `--quota-bytes`.
    package var flag: String {
        "--" + String(name.map { $0 == "." ? "-" : $0 })
    }
}

extension SettingKey: CustomStringConvertible {
    /// The key in its YAML and environment spellings, as messages show it.
    package var description: String { "\(name) (\(environmentName))" }
}
