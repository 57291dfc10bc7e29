/// A whole XML document in memory, within limits.
package enum XMLDocument {
    /// Parses a document.
    ///
    /// A document type declaration is refused, so there are no entities but the five predefined ones and nothing is ever
    /// fetched. The encoding is UTF-8 or UTF-16, which every XML processor reads (XML 1.0 §4.3.3), and no other.
    ///
    /// - Throws: `XMLError` for a document beyond a limit, with a document type declaration, or not well-formed.
    package static func parse(
        _ octets: [UInt8],
        limits: XMLLimits = .standard
    ) throws(XMLError) -> XMLElement {
        guard octets.count <= limits.maximumOctets else { throw .tooLarge(limit: limits.maximumOctets) }
        // An empty body is no well-formed document; methods that take none ask before they parse.
        guard !octets.isEmpty else { throw .notWellFormed(line: 1, reason: "the document is empty") }
        try XMLPreflight.check(octets, limits: limits)
        return try XMLParser.parse(octets, limits: limits)
    }

    /// Returns a document with an XML declaration, in UTF-8.
    package static func serialise(_ root: XMLElement) -> [UInt8] {
        var writer = XMLWriter()
        writer.element(root)
        return writer.take()
    }
}
