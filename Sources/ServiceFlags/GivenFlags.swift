package import ServiceSupport

extension [SettingKey: String] {
    /// The flags that were given, by their keys; no key is that of two flags.
    package init(given flags: [(SettingKey, String?)]) {
        self.init(uniqueKeysWithValues: flags.compactMap { key, value in value.map { (key, $0) } })
    }
}
