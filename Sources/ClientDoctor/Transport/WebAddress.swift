import FoundationEssentials

/// An `http` or `https` URL, taken apart as a client does before it connects.
package struct WebAddress: Hashable, Sendable {
    /// Whether the scheme is `https`.
    package let isSecure: Bool

    /// The host in lower case; an IPv6 address has no brackets.
    package let host: String

    /// The port, that of the scheme where none is written.
    package let port: Int

    /// The path with the query, percent-encoded; at least `/`.
    package let target: String

    /// Parses an absolute URL; nil for another scheme, without a host, or with a user or a fragment.
    package init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let parts = URLComponents(string: text),
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = parts.encodedHost?.lowercased(), !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.fragment == nil
        else { return nil }
        isSecure = scheme == "https"
        self.host = String(host.drop { $0 == "[" }.prefix { $0 != "]" })
        port = parts.port ?? (isSecure ? 443 : 80)
        let path = parts.percentEncodedPath
        target = (path.isEmpty ? "/" : path) + (parts.percentEncodedQuery.map { "?" + $0 } ?? "")
    }

    private init(_ other: WebAddress, target: String) {
        isSecure = other.isSecure
        host = other.host
        port = other.port
        self.target = target
    }

    /// Parses what a person types: a URL, or the name of a host, perhaps with a port, which means `https`.
    package init?(typed text: String) {
        self.init(text.contains("://") ? text : "https://" + text)
    }

    /// The scheme and authority; a port that is the scheme's own is left out.
    package var origin: String {
        let name = host.contains(":") ? "[\(host)]" : host
        let isUsual = port == (isSecure ? 443 : 80)
        return "\(isSecure ? "https" : "http")://\(name)" + (isUsual ? "" : ":\(port)")
    }

    /// The URL as text.
    package var text: String { origin + target }

    /// The URL as one word of a shell's command, whatever a service has put into it.
    var quoted: String { "'" + text.replacing("'", with: "%27") + "'" }

    /// Whether the host is this computer itself, whose traffic crosses no network.
    package var isLoopback: Bool {
        let isNumeric = host.allSatisfy { $0.isNumber || $0 == "." }
        return host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || (isNumeric && host.hasPrefix("127."))
    }

    /// Whether there is a query.
    var hasQuery: Bool { target.contains("?") }

    /// Returns the address of another path, perhaps with a query, at the same authority.
    package func at(_ target: String) -> WebAddress { WebAddress(self, target: target) }

    /// Resolves a reference as far as services write them: a URL, `//host/path`, or an absolute path; nil for others.
    package func resolving(_ reference: String) -> WebAddress? {
        if reference.hasPrefix("//") { return WebAddress((isSecure ? "https:" : "http:") + reference) }
        return reference.hasPrefix("/") ? at(reference) : WebAddress(reference)
    }
}

extension WebAddress: CustomStringConvertible {
    /// The URL as text.
    package var description: String { text }
}
