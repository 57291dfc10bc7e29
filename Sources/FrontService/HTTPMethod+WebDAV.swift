import HTTPTypes

extension HTTPRequest.Method {
    /// `PROPFIND` (RFC 4918 §9.1).
    static let propfind = HTTPRequest.Method.known("PROPFIND")
    /// `PROPPATCH` (RFC 4918 §9.2).
    static let proppatch = HTTPRequest.Method.known("PROPPATCH")
    /// `MKCOL` (RFC 4918 §9.3, RFC 5689).
    static let mkcol = HTTPRequest.Method.known("MKCOL")
    /// `MKCALENDAR` (RFC 4791 §5.3.1).
    static let mkcalendar = HTTPRequest.Method.known("MKCALENDAR")
    /// `COPY` (RFC 4918 §9.8).
    static let copy = HTTPRequest.Method.known("COPY")
    /// `MOVE` (RFC 4918 §9.9).
    static let move = HTTPRequest.Method.known("MOVE")
    /// `REPORT` (RFC 3253 §3.6).
    static let report = HTTPRequest.Method.known("REPORT")

    private static func known(_ name: String) -> HTTPRequest.Method {
        guard let method = HTTPRequest.Method(name) else { preconditionFailure("\(name) is a token.") }
        return method
    }
}
