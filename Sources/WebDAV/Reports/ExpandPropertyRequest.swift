/// The expand-property report (RFC 3253 §3.8): properties, and properties of the resources that their hrefs name.
package struct ExpandPropertyRequest: Hashable, Sendable {
    /// A property that is asked for.
    package struct RequestedProperty: Hashable, Sendable {
        /// The name of the property.
        package let name: XMLName

        /// What is asked for of each resource that an href in its value names; empty where the value is returned as it is.
        package let properties: [RequestedProperty]
    }

    /// How deep properties may be nested, since each level can multiply the answer.
    package static let maximumDepth = 4

    /// The properties that are asked for, of each name the first.
    package let properties: [RequestedProperty]

    /// Reads the root element of the request.
    ///
    /// - Throws: `XMLError` for an element that does not follow RFC 3253 §3.8, or that nests deeper than `maximumDepth`.
    package init(_ element: XMLElement) throws(XMLError) {
        // <!ELEMENT expand-property (property*)>
        properties = try Self.properties(in: element, depth: 1)
    }

    private static func properties(in element: XMLElement, depth: Int) throws(XMLError) -> [RequestedProperty] {
        let children = element.all(ReportElement.property)
        guard children.isEmpty || depth <= maximumDepth else {
            throw .misplacedElement(ReportElement.property, in: element.name)
        }
        var seen: Set<XMLName> = []
        var properties: [RequestedProperty] = []
        for child in children {
            let name = try name(of: child)
            let nested = try Self.properties(in: child, depth: depth + 1)
            // A property that is named again would be read and expanded again, and told of twice.
            if seen.insert(name).inserted { properties.append(RequestedProperty(name: name, properties: nested)) }
        }
        return properties
    }

    private static func name(of element: XMLElement) throws(XMLError) -> XMLName {
        // <!ATTLIST property name NMTOKEN #REQUIRED>  <!ATTLIST property namespace NMTOKEN "DAV:">
        guard let local = element.attribute("name"), !local.isEmpty else {
            throw .invalidValue(of: element.name, element.attribute("name") ?? "")
        }
        return XMLName(namespace: element.attribute("namespace") ?? XMLNamespace.dav, local: local)
    }
}
