import HTTPTypes

extension HTTPRequest.Method {
    /// `PROPFIND` (RFC 4918 §9.1).
    static let propfind = HTTPRequest.Method.known("PROPFIND")
    /// `REPORT` (RFC 3253 §3.6).
    static let report = HTTPRequest.Method.known("REPORT")

    private static func known(_ name: String) -> HTTPRequest.Method {
        guard let method = HTTPRequest.Method(name) else { preconditionFailure("\(name) is a token.") }
        return method
    }
}
