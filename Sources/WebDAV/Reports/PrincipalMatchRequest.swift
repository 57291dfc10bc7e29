/// The principal-match report (RFC 3744 §9.3): the members of a collection that have to do with the current user.
package struct PrincipalMatchRequest: Hashable, Sendable {
    /// Which members match.
    package enum Criterion: Hashable, Sendable {
        /// Principals that are the current user or a group of the current user.
        case isSelf

        /// Resources of which a property names the current user, such as `DAV:owner`.
        case property(XMLName)
    }

    /// Which members match.
    package let criterion: Criterion

    /// Which properties of them are asked for.
    package let selection: PropertySelection

    /// Reads the root element of the request.
    ///
    /// - Throws: `XMLError` for an element that does not follow RFC 3744 §9.3.
    package init(_ element: XMLElement) throws(XMLError) {
        // <!ELEMENT principal-match ((principal-property | self), prop?)>
        criterion = try Self.criterion(in: element)
        selection = .properties(element.first(DAVElement.prop)?.distinctChildren ?? [])
    }

    private static func criterion(in element: XMLElement) throws(XMLError) -> Criterion {
        guard let property = element.first(ReportElement.principalProperty) else {
            _ = try element.required(ReportElement.isSelf)
            return .isSelf
        }
        guard element.first(ReportElement.isSelf) == nil else {
            throw .misplacedElement(ReportElement.isSelf, in: element.name)
        }
        guard let name = property.children.first?.name else {
            throw .missingElement(DAVElement.prop, in: property.name)
        }
        return .property(name)
    }
}
