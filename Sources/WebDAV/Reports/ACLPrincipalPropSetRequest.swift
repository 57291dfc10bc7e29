/// The acl-principal-prop-set report (RFC 3744 §9.2): properties of the principals that an access control list names.
package struct ACLPrincipalPropSetRequest: Hashable, Sendable {
    /// Which properties of the principals are asked for.
    package let selection: PropertySelection

    /// Reads the root element of the request.
    ///
    /// - Throws: `XMLError` for an element with several `DAV:prop`.
    package init(_ element: XMLElement) throws(XMLError) {
        // <!ELEMENT acl-principal-prop-set ANY>, "with at most one DAV:prop element"
        let prop = element.all(DAVElement.prop)
        guard prop.count <= 1 else { throw .misplacedElement(DAVElement.prop, in: element.name) }
        selection = .properties(prop.first?.distinctChildren ?? [])
    }
}
