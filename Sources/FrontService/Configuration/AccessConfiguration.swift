/// What an operator decides about proving who a user is.
package struct AccessConfiguration: Sendable {
    /// Which passwords are taken.
    package enum Passwords: String, CaseIterable, Sendable {
        /// Users' own passwords and app passwords.
        case all
        /// App passwords alone.
        case app
        /// None.
        case off = "none"
    }

    /// Which passwords are taken.
    package var passwords = Passwords.all

    /// Whose word is taken about the user of a request, or nil for nobody's.
    package var proxy: ProxyIdentity?

    /// What is decided about bearer tokens, or nil where none are taken.
    package var tokens: TokenConfiguration?

    /// Makes a configuration by which passwords alone are taken.
    package init() {}
}
