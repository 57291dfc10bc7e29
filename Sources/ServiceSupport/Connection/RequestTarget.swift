import NIOHTTP1

/// The target of a request in origin-form, and the host that it is for (RFC 9112 §3.2).
struct RequestTarget: Hashable, Sendable {
    /// The path and query, beginning with a slash; `*` for the whole server.
    let path: String

    /// The host of an absolute-form target, which takes the place of the Host field; nil for the other forms.
    let authority: String?

    /// Normalises a target as it came.
    ///
    /// - Throws: ``Refusal/target`` for a form that the method does not allow, a fragment, or a user part.
    init(_ target: String, method: HTTPMethod) throws(Refusal) {
        guard !target.utf8.contains(UInt8(ascii: "#")), !target.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F })
        else { throw .target }
        if target.hasPrefix("/") {
            path = target
            authority = nil
        } else if target == "*" {
            // RFC 9112 §3.2.4: "The asterisk-form of request-target is only used for a server-wide OPTIONS request".
            guard method == .OPTIONS else { throw .target }
            path = target
            authority = nil
        } else {
            (path, authority) = try Self.absolute(target)
        }
    }

    /// RFC 9112 §3.2.2: "a server MUST accept the absolute-form in requests".
    private static func absolute(_ target: String) throws(Refusal) -> (path: String, authority: String) {
        guard let colon = target.firstRange(of: "://"),
            ["http", "https"].contains(target[..<colon.lowerBound].lowercased())
        else { throw .target }
        let rest = target[colon.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard HostField.isValid(String(authority)) else { throw .target }
        let path = rest.dropFirst(authority.count)
        return (path.hasPrefix("/") ? String(path) : "/" + path, String(authority))
    }
}
