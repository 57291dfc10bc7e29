import ServiceSupport
import SystemPackage

extension TokenConfiguration {
    private static let keysFile: SettingKey = "tokens.keys-file"
    private static let keysURL: SettingKey = "tokens.keys-url"

    /// Reads what the settings say about bearer tokens, or returns nil where none are taken.
    ///
    /// The keys in a file are loaded at once, so that a wrong file stops the start; a URL is asked later.
    ///
    /// - Throws: `SettingError`.
    static func load(_ settings: Settings) throws(SettingError) -> TokenConfiguration? {
        let issuer = try settings.string("tokens.issuer")
        let audience = try settings.string("tokens.audience")
        let (file, url) = (try settings.path(keysFile), try readURL(settings))
        guard issuer != nil || audience != nil || file != nil || url != nil else { return nil }
        var tokens = TokenConfiguration(
            issuer: try settings.required(issuer, "tokens.issuer", allowed: "the issuer of the tokens (iss)"),
            audience: try settings.required(audience, "tokens.audience", allowed: "the audience of the tokens (aud)"),
            source: try source(file: file, url: url, settings)
        )
        try tokens.readDetails(settings)
        if case .file = tokens.source {
            let algorithms = tokens.algorithms
            tokens.keys = try settings.secret(fromFileNamedBy: keysFile) { text in
                try TokenKeyDocument.keys(in: text, allowing: algorithms)
            }
        }
        return tokens
    }

    private mutating func readDetails(_ settings: Settings) throws(SettingError) {
        algorithms =
            try settings.parsed("tokens.algorithms", allowed: TokenAlgorithm.grammar) { TokenAlgorithm.set($0) }
            ?? algorithms
        userClaim =
            try settings.parsed("tokens.user-claim", allowed: "the name of a claim, such as sub") { text in
                Self.isClaimName(text) ? text : nil
            } ?? userClaim
        userDomain = try settings.parsed("tokens.user-domain", allowed: "a domain, such as example.com") { text in
            text.contains("@") || text.contains(" ") ? nil : text
        }
        leeway = try settings.duration("tokens.leeway", in: .seconds(0)...(.seconds(300))) ?? leeway
    }

    /// The name is repeated to clients in a quoted string.
    private static func isClaimName(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.:/".contains($0)) }
    }

    /// Keys that come over a network that others can change are nobody's.
    private static func readURL(_ settings: Settings) throws(SettingError) -> ServiceURL? {
        let allowed = "the https URL of a JWK Set; http only on this host"
        return try settings.parsed(keysURL, allowed: allowed) { text in
            ServiceURL(parsing: text).flatMap { $0.isSecure || isLocal($0.host) ? $0 : nil }
        }
    }

    private static func isLocal(_ host: String) -> Bool {
        host == "localhost" || IPAddress(parsing: host.filter { $0 != "[" && $0 != "]" })?.isLoopback == true
    }

    private static func source(
        file: FilePath?,
        url: ServiceURL?,
        _ settings: Settings
    ) throws(SettingError) -> Source {
        switch (file, url) {
        case (let file?, nil): return .file(file)
        case (nil, let url?): return .url(url.string)
        case (nil, nil):
            throw .missing(
                keysFile,
                allowed: "a file with the keys of the tokens, unless tokens.keys-url has their URL"
            )
        case (_?, _?):
            let text = try settings.text(keysURL)
            throw .invalid(
                keysURL,
                value: text?.value ?? "",
                source: text?.source ?? .program,
                allowed: "left out where tokens.keys-file is set"
            )
        }
    }
}
