import HTTPSemantics

/// The content of a `DAV:href` element (RFC 4918 §14.7), as written.
///
/// A response repeats the text of the request, which clients compare with what they know; `target` is what it means.
package struct Href: Hashable, Sendable, CustomStringConvertible {
    /// The resource that a well-formed href names.
    package struct Target: Hashable, Sendable {
        /// The scheme and authority in lower case, such as `https://cal.example.com`; nil for an absolute path.
        package let origin: String?

        /// The decoded path segments, none empty, `.`, `..` or with a control character; empty for the root.
        package let segments: [String]

        /// Whether the path ends in a slash.
        package let isCollection: Bool
    }

    /// The text of the element, which may be malformed when it comes from a client.
    package let description: String

    /// Takes the text that a client wrote.
    package init(written text: String) {
        description = text
    }

    /// Makes the href of a resource of this server: an absolute path, percent-encoded.
    package init(segments: [String], isCollection: Bool) {
        description = PercentEncoding.encodePath(segments, isCollection: isCollection)
    }

    /// The `DAV:href` element.
    package var element: XMLElement {
        XMLElement(DAVElement.href, text: description)
    }

    /// What the href names, or nil where it is no absolute path and no HTTP URI without query and fragment.
    ///
    /// Characters that should have been percent-encoded are read as themselves, as clients often leave them.
    package var target: Target? {
        guard let (origin, path) = split, path.utf8.first == UInt8(ascii: "/"),
            !path.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") })
        else { return nil }
        var pieces = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isCollection = pieces.last?.isEmpty == true
        if isCollection { pieces.removeLast() }
        let segments = pieces.compactMap(Self.segment)
        guard segments.count == pieces.count else { return nil }
        return Target(origin: origin, segments: segments, isCollection: isCollection)
    }

    private var split: (origin: String?, path: Substring)? {
        guard !description.hasPrefix("/") else {
            // RFC 4918 §8.3: a Simple-ref is an absolute-URI or "path-absolute", which does not begin with two slashes.
            return description.hasPrefix("//") ? nil : (nil, description[...])
        }
        guard let separator = description.firstRange(of: "://") else { return nil }
        let rest = description[separator.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        let origin = description[..<separator.upperBound].lowercased() + authority.lowercased()
        guard !authority.isEmpty, origin.hasPrefix("http://") || origin.hasPrefix("https://") else { return nil }
        let path = rest[authority.endIndex...]
        return (origin, path.isEmpty ? "/" : path)
    }

    private static func segment(_ piece: Substring.UTF8View) -> String? {
        guard let segment = PercentEncoding.decode(Substring(piece)), !segment.isEmpty else { return nil }
        // RFC 3986 §5.2.4 removes dot segments, so that the path would mean another resource than it says.
        guard segment != ".", segment != ".." else { return nil }
        return segment.hasControls ? nil : segment
    }
}
