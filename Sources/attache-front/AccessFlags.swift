import ArgumentParser
import ServiceSupport

/// The settings of the front about proving who a user is, as flags.
struct AccessFlags: ParsableArguments {
    /// `access.passwords`.
    @Option(name: .customLong("access-passwords"), help: "Which passwords are taken: all, app or none (all).")
    var passwords: String?

    /// `access.proxy-user-header`.
    @Option(
        name: .customLong("access-proxy-user-header"),
        help: "The field by which a proxy that has authenticated the user names him, such as X-Remote-User."
    )
    var proxyHeader: String?

    /// `access.proxy-user-addresses`.
    @Option(
        name: .customLong("access-proxy-user-addresses"),
        help: "The proxies that may name the user; from anybody else the field is dropped."
    )
    var proxyAddresses: String?

    /// `tokens.issuer`.
    @Option(name: .customLong("tokens-issuer"), help: "Who signs bearer tokens (iss); none are taken unless given.")
    var issuer: String?

    /// `tokens.audience`.
    @Option(name: .customLong("tokens-audience"), help: "The name of this service in the tokens (aud).")
    var audience: String?

    /// `tokens.keys-file`.
    @Option(name: .customLong("tokens-keys-file"), help: "The file with the keys of the tokens: a JWK Set, or PEM.")
    var keysFile: String?

    /// `tokens.keys-url`.
    @Option(name: .customLong("tokens-keys-url"), help: "The https URL of the JWK Set, in place of a file.")
    var keysURL: String?

    /// `tokens.algorithms`.
    @Option(
        name: .customLong("tokens-algorithms"),
        help: "The algorithms by which tokens may be signed (RS256, PS256, ES256, EdDSA)."
    )
    var algorithms: String?

    /// `tokens.user-claim`.
    @Option(name: .customLong("tokens-user-claim"), help: "The claim with the user's name (sub).")
    var userClaim: String?

    /// `tokens.user-domain`.
    @Option(
        name: .customLong("tokens-user-domain"),
        help: "The domain that follows the name in that claim, such as example.com for alice@example.com."
    )
    var userDomain: String?

    /// `tokens.leeway`.
    @Option(name: .customLong("tokens-leeway"), help: "How far the clocks may be apart, in seconds (60).")
    var leeway: String?

    /// The values by their keys, nil for those that were not given.
    var values: [(SettingKey, String?)] {
        [
            ("access.passwords", passwords), ("access.proxy-user-header", proxyHeader),
            ("access.proxy-user-addresses", proxyAddresses), ("tokens.issuer", issuer), ("tokens.audience", audience),
            ("tokens.keys-file", keysFile), ("tokens.keys-url", keysURL), ("tokens.algorithms", algorithms),
            ("tokens.user-claim", userClaim), ("tokens.user-domain", userDomain), ("tokens.leeway", leeway),
        ]
    }
}
