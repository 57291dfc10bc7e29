package import SystemPackage

/// What an operator decides about bearer tokens.
package struct TokenConfiguration: Sendable {
    /// Where the keys come from.
    package enum Source: Hashable, Sendable {
        /// A file with a JWK Set or public keys in PEM, read again when it changes.
        case file(FilePath)
        /// The URL of a JWK Set, fetched again from time to time, and when a token names another key.
        case url(String)
    }

    /// Who signs the tokens (`iss`), compared character by character.
    package var issuer: String

    /// The name of this service for the issuer, which has to be in `aud`.
    package var audience: String

    /// Where the keys come from.
    package var source: Source

    /// The keys that were loaded at the start; none where they come from a URL.
    package var keys: [TokenKey]

    /// The algorithms that are taken.
    package var algorithms = TokenAlgorithm.usual

    /// The claim that has the user's name.
    package var userClaim = "sub"

    /// The domain after the `@` of a claim such as `alice@example.com`, of which the part before is the user's name; nil for
    /// a claim that is the name as it stands.
    package var userDomain: String?

    /// How far the clocks of issuer and service may be apart.
    package var leeway = Duration.seconds(60)

    /// Creates a configuration whose other values are the defaults.
    ///
    /// - Parameters:
    ///   - issuer: Who signs the tokens.
    ///   - audience: The name of this service for the issuer.
    ///   - source: Where the keys come from.
    ///   - keys: The keys that were loaded at the start.
    package init(issuer: String, audience: String, source: Source, keys: [TokenKey] = []) {
        self.issuer = issuer
        self.audience = audience
        self.source = source
        self.keys = keys
    }
}
