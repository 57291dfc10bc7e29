import FoundationEssentials

/// The absolute base URL of a service: `http` or `https`, a host, an optional port and path, and nothing more.
package struct ServiceURL: Hashable, Sendable {
    /// What ``init(parsing:)`` takes, as the end of the sentence "it must be …".
    package static let grammar =
        "an http or https URL without user, query or fragment, such as https://calendar.example.com"

    /// The scheme, `http` or `https`.
    package let scheme: String

    /// The host in lower case; an IPv6 address has its brackets.
    package let host: String

    /// The port, or nil for the scheme's own, also where the text names that.
    ///
    /// A browser leaves it out of `Origin` (HTML, "serialization of an origin").
    package let port: Int?

    /// The path without a slash at its end; empty for the root.
    package let path: String

    /// Parses a URL; nil when it is not one that a service can be reached at.
    package init?(parsing text: String) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let parts = URLComponents(string: text),
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = parts.encodedHost?.lowercased(), !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
        else { return nil }
        if let port = parts.port, !(1...65535).contains(port) { return nil }
        self.scheme = scheme
        self.host = host
        port = parts.port == (scheme == "https" ? 443 : 80) ? nil : parts.port
        var path = Substring(parts.percentEncodedPath)
        while path.hasSuffix("/") { path.removeLast() }
        self.path = String(path)
    }

    /// Whether the scheme is `https`.
    package var isSecure: Bool { scheme == "https" }

    /// The scheme and authority, without a path.
    package var origin: String {
        "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "")
    }

    /// The URL as text, without a slash at its end.
    package var string: String { origin + path }

    /// Returns the text of this URL followed by a path that begins with a slash.
    package func appending(_ path: String) -> String { string + path }
}

extension ServiceURL: CustomStringConvertible {
    /// The URL as text.
    package var description: String { string }
}
