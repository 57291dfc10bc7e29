import HTTPTypes

/// What every page, and every file that belongs to one, tells the browser about itself.
enum PageHeaders {
    /// What a page may load, run, and be put into: nothing but what the service itself sends, and no frame.
    ///
    /// (W3C Content Security Policy Level 3, Trusted Types.)
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
    ].joined(separator: "; ")

    /// The fields.
    static let fields: HTTPFields = [
        .contentSecurityPolicy: policy,
        .xContentTypeOptions: "nosniff",
        .referrerPolicy: "same-origin",
        .crossOriginOpenerPolicy: "same-origin",
        .crossOriginResourcePolicy: "same-origin",
        .xFrameOptions: "DENY",
    ]
}

extension HTTPField.Name {
    /// `Referrer-Policy`: the address of a page, which names an event, goes to no other site.
    static let referrerPolicy = HTTPField.Name.page("Referrer-Policy")
    /// `Cross-Origin-Opener-Policy`: no page that opens one of ours can reach into it.
    static let crossOriginOpenerPolicy = HTTPField.Name.page("Cross-Origin-Opener-Policy")
    /// `Cross-Origin-Resource-Policy`: no page of another site can load one of ours.
    static let crossOriginResourcePolicy = HTTPField.Name.page("Cross-Origin-Resource-Policy")
    /// `X-Frame-Options`, for browsers that do not know `frame-ancestors`.
    static let xFrameOptions = HTTPField.Name.page("X-Frame-Options")
    /// `Sec-Fetch-Dest` (W3C Fetch Metadata §2.1): what a browser wants a response for.
    static let secFetchDest = HTTPField.Name.page("Sec-Fetch-Dest")

    private static func page(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is a token.") }
        return field
    }
}
