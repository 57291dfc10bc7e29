/// Which properties a PROPFIND or a report asks for (RFC 4918 §9.1).
package enum PropertySelection: Hashable, Sendable {
    /// The properties of RFC 4918 and dead properties, and those named by `DAV:include`.
    case allProperties(including: [XMLName])

    /// The names of all properties, without values.
    case names

    /// The named properties, each once, as elements: some, such as `CALDAV:calendar-data`, say more in their content.
    case properties([XMLElement])

    /// Reads the selection among the children of a `DAV:propfind` or a report element; nil where there is none.
    ///
    /// - Throws: `XMLError.misplacedElement` for a combination that RFC 4918 §14.20 forbids.
    package init?(in element: XMLElement) throws(XMLError) {
        let kinds = element.children.filter { Self.kinds.contains($0.name) }
        guard let kind = kinds.first else { return nil }
        // RFC 4918 §14.20: <!ELEMENT propfind ( propname | (allprop, include?) | prop ) >
        guard kinds.count == 1 else { throw .misplacedElement(kinds[1].name, in: element.name) }
        let include = element.first(DAVElement.include)
        guard include == nil || kind.name == DAVElement.allprop else {
            throw .misplacedElement(DAVElement.include, in: element.name)
        }
        switch kind.name {
        case DAVElement.allprop: self = .allProperties(including: include?.children.map(\.name) ?? [])
        case DAVElement.propname: self = .names
        default: self = .properties(kind.distinctChildren)
        }
    }

    private static let kinds: Set<XMLName> = [DAVElement.allprop, DAVElement.propname, DAVElement.prop]

    /// Returns the element by which the client asks for a property, or nil where it does not name it.
    package func request(for name: XMLName) -> XMLElement? {
        guard case .properties(let elements) = self else { return nil }
        return elements.first { $0.name == name }
    }
}
