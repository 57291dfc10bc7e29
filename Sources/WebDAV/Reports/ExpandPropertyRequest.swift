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

    /// The properties that are asked for, each once.
    package let properties: [RequestedProperty]

    /// Reads the root element of the request.
    ///
    /// - Throws: `XMLError` for an element that does not follow RFC 3253 §3.8, or that nests deeper than `maximumDepth`.
    package init(_ element: XMLElement) throws(XMLError) {
        // <!ELEMENT expand-property (property*)>
        properties = try Self.properties(in: [element], depth: 1)
    }

    /// Returns what elements ask for of one resource.
    ///
    /// A property that is named again would be told of twice: it is told of once, and whatever is nested in either is asked
    /// for of what it names. RFC 3253 §3.8: "The properties reported in the DAV:prop elements of the DAV:multistatus element
    /// MUST be those identified by the DAV:property elements in the DAV:expand-property element."
    private static func properties(in elements: [XMLElement], depth: Int) throws(XMLError) -> [RequestedProperty] {
        var names: [XMLName] = []
        var named: [XMLName: [XMLElement]] = [:]
        for element in elements {
            for child in element.all(ReportElement.property) {
                guard depth <= maximumDepth else {
                    throw .misplacedElement(ReportElement.property, in: element.name)
                }
                let name = try name(of: child)
                if named[name, default: []].isEmpty { names.append(name) }
                named[name, default: []].append(child)
            }
        }
        var properties: [RequestedProperty] = []
        for name in names {
            let nested = try Self.properties(in: named[name, default: []], depth: depth + 1)
            properties.append(RequestedProperty(name: name, properties: nested))
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
