/// One protected entry of `DAV:acl` (RFC 3744 §5.5): to whom which privileges are granted.
package struct AccessControlEntry: Hashable, Sendable {
    /// To whom privileges are granted (RFC 3744 §5.5.1).
    package enum Grantee: Hashable, Sendable {
        /// The principal that a property of the resource names, such as `DAV:owner`.
        case property(XMLName)

        /// Everybody who is authenticated.
        case authenticated
    }

    /// To whom the privileges are granted.
    package let grantee: Grantee

    /// The privileges, aggregates among them with those that they contain.
    package let privileges: [Privilege]

    /// Makes an entry.
    package init(_ grantee: Grantee, grants privileges: [Privilege]) {
        self.grantee = grantee
        self.privileges = privileges
    }

    /// The `DAV:ace` element.
    package var element: XMLElement {
        // <!ELEMENT ace ((principal | invert), (grant|deny), protected?, inherited?)>
        XMLElement(
            ACLElement.ace,
            [
                XMLElement(DAVElement.principal, [granteeElement]),
                XMLElement(ACLElement.grant, privileges.map(\.element)),
                XMLElement(ACLElement.protected),
            ]
        )
    }

    private var granteeElement: XMLElement {
        switch grantee {
        case .property(let name): XMLElement(ACLElement.property, [XMLElement(name)])
        case .authenticated: XMLElement(DAVElement.authenticated)
        }
    }
}
