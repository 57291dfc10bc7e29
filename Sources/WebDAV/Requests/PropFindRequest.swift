/// The body of a PROPFIND (RFC 4918 §9.1, §14.20).
package struct PropFindRequest: Hashable, Sendable {
    /// What is asked for.
    package let selection: PropertySelection

    /// Makes a request.
    package init(selection: PropertySelection) {
        self.selection = selection
    }

    /// Parses a body, which may be empty.
    ///
    /// - Throws: `XMLError` for a body that is no `DAV:propfind`.
    package init(parsing body: [UInt8], limits: XMLLimits = .standard) throws(XMLError) {
        // RFC 4918 §9.1: "An empty PROPFIND request body MUST be treated as if it were an 'allprop' request."
        guard !body.isEmpty else {
            selection = .allProperties(including: [])
            return
        }
        let root = try XMLDocument.parse(body, limits: limits)
        guard root.name == DAVElement.propfind else {
            throw .unexpectedRoot(root.name, expected: [DAVElement.propfind])
        }
        guard let selection = try PropertySelection(in: root) else {
            throw .missingElement(DAVElement.prop, in: root.name)
        }
        self.selection = selection
    }
}
