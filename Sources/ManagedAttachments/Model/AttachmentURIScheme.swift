import HTTPSemantics

/// The form of attachment URIs: `<public URL>/attachments/<managed ID>/<file name>`.
///
/// The last segment is for people: it never selects anything.
package struct AttachmentURIScheme: Hashable, Sendable {
    private let base: String
    private let location: Location

    /// An origin and the path segments behind it.
    private struct Location: Hashable, Sendable {
        let origin: String
        let segments: [String]
    }

    private static let collection = "attachments"

    /// Makes the scheme of a front.
    ///
    /// - Parameter publicURL: The absolute http or https URL of the front, with or without path and final slash; nil
    ///   comes of anything else.
    package init?(publicURL: String) {
        let base = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        guard let location = Self.location(of: base) else { return nil }
        self.base = base
        self.location = location
    }

    /// Returns the absolute URI of an attachment.
    package func uri(of id: ManagedID, filename: String) -> String {
        base + PercentEncoding.encodePath([Self.collection, id.text, filename], isCollection: false)
    }

    /// Returns the managed ID of one of this front's attachment URIs, or nil for any other text.
    ///
    /// Scheme and host compare without regard to case, a default port may be written, and octets may be
    /// percent-encoded (RFC 3986 §6.2). A URI with query, fragment or user is no attachment's.
    package func managedID(in uri: String) -> ManagedID? {
        guard let found = Self.location(of: uri), found.origin == location.origin else { return nil }
        let prefix = location.segments + [Self.collection]
        guard found.segments.starts(with: prefix) else { return nil }
        let rest = found.segments.dropFirst(prefix.count)
        guard (1...2).contains(rest.count), let id = rest.first, !id.isEmpty else { return nil }
        return ManagedID(id)
    }

    private static func location(of uri: String) -> Location? {
        guard !uri.utf8.contains(where: { [UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }) else { return nil }
        let parts = uri.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[1].isEmpty, let origin = origin(scheme: parts[0], authority: parts[2]) else {
            return nil
        }
        guard parts.count == 4 else { return Location(origin: origin, segments: []) }
        let segments = parts[3].split(separator: "/", omittingEmptySubsequences: false).map {
            PercentEncoding.decode($0)
        }
        guard !segments.contains(nil) else { return nil }
        return Location(origin: origin, segments: segments.compactMap(\.self))
    }

    private static func origin(scheme: Substring, authority: Substring) -> String? {
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        let scheme = scheme.lowercased()
        guard let port = ["http:": ":80", "https:": ":443"][scheme] else { return nil }
        let host = authority.lowercased()
        return scheme + "//" + (host.hasSuffix(port) ? String(host.dropLast(port.count)) : host)
    }
}
