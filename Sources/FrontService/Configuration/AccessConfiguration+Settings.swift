import HTTPTypes
package import ServiceSupport

extension AccessConfiguration {
    /// Reads what the settings say about proving who a user is.
    ///
    /// - Throws: `SettingError`; also when nothing at all would be taken as a proof.
    package init(_ settings: Settings) throws(SettingError) {
        self.init()
        passwords = try settings.choice("access.passwords", as: Passwords.self) ?? passwords
        proxy = try ProxyIdentity.load(settings)
        tokens = try TokenConfiguration.load(settings)
        guard passwords != .off || proxy != nil || tokens != nil else {
            throw .missing("tokens.issuer", allowed: "set, or access.proxy-user-header, where access.passwords is none")
        }
    }
}

extension ProxyIdentity {
    /// The fields that mean something else already.
    private static let reserved: Set<String> = ["authorization", "cookie", "host", "expect"]

    /// Reads which proxies may name the user, or returns nil where none may.
    ///
    /// - Throws: `SettingError` when one of the two settings is missing.
    static func load(_ settings: Settings) throws(SettingError) -> ProxyIdentity? {
        let proxiesKey: SettingKey = "access.proxy-user-addresses"
        let grammar = "the name of a header field, such as X-Remote-User"
        let field = try settings.parsed("access.proxy-user-header", allowed: grammar) { text in
            HTTPField.Name(text).flatMap { reserved.contains($0.canonicalName) ? nil : $0 }
        }
        let proxies = try settings.parsed(proxiesKey, allowed: AddressRange.grammar) { AddressRange.list($0) }
        guard field != nil || proxies != nil else { return nil }
        return ProxyIdentity(
            field: try settings.required(field, "access.proxy-user-header", allowed: grammar),
            proxies: try settings.required(proxies, proxiesKey, allowed: AddressRange.grammar)
        )
    }
}
