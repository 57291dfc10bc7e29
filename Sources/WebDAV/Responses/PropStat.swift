package import HTTPTypes

/// Properties of one resource that share a status (RFC 4918 §14.22).
package struct PropStat: Hashable, Sendable {
    /// The status of each of the properties.
    package let status: HTTPResponse.Status

    /// The properties, empty elements unless the status is 200.
    package let properties: [XMLElement]

    /// The precondition that failed, where the status is an error.
    package let error: Precondition?

    /// Makes a group of properties.
    package init(_ status: HTTPResponse.Status, _ properties: [XMLElement], error: Precondition? = nil) {
        self.status = status
        self.properties = properties
        self.error = error
    }

    /// Returns the groups of a PROPFIND or a report for one resource.
    ///
    /// - Parameters:
    ///   - found: The properties with their values.
    ///   - missing: The names of those asked for that the resource does not have: 404.
    ///   - forbidden: The names of those that this client may not read: 403.
    ///   - isMinimal: Whether the client prefers a minimal response, in which nothing is said of what is missing.
    /// - Returns: At least one group, in the order 200, 404, 403.
    package static func groups(
        found: [XMLElement],
        missing: [XMLName] = [],
        forbidden: [XMLName] = [],
        isMinimal: Bool = false
    ) -> [PropStat] {
        var groups: [PropStat] = []
        if !found.isEmpty { groups.append(PropStat(.ok, found)) }
        if !missing.isEmpty, !isMinimal { groups.append(PropStat(.notFound, missing.map { XMLElement($0) })) }
        // RFC 8144 §2.1 leaves out 404 alone: a property that may not be read is there, and its absence would deny it.
        if !forbidden.isEmpty { groups.append(PropStat(.forbidden, forbidden.map { XMLElement($0) })) }
        // RFC 8144 §2.1: when nothing is left, "the server MUST substitute" an empty DAV:prop with status 200.
        return groups.isEmpty ? [PropStat(.ok, [])] : groups
    }

    /// Writes ``element``, without making it first.
    func write(to writer: inout XMLWriter) {
        writer.start(DAVElement.propstat)
        if properties.isEmpty {
            writer.element(XMLElement(DAVElement.prop))
        } else {
            writer.start(DAVElement.prop)
            for property in properties { writer.element(property) }
            writer.end()
        }
        writer.element(DAVElement.status, text: status.statusLine)
        if let error { writer.element(XMLElement(DAVElement.error, [error.element])) }
        writer.end()
    }

    /// The `DAV:propstat` element.
    var element: XMLElement {
        var children = [
            XMLElement(DAVElement.prop, properties),
            XMLElement(DAVElement.status, text: status.statusLine),
        ]
        if let error { children.append(XMLElement(DAVElement.error, [error.element])) }
        return XMLElement(DAVElement.propstat, children)
    }
}
