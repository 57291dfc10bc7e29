/// The names of the elements of access control (RFC 3744).
package enum ACLElement {
    /// `DAV:ace`, one entry of a list (RFC 3744 §5.5).
    package static let ace = XMLName(dav: "ace")

    /// `DAV:grant` (RFC 3744 §5.5.2).
    package static let grant = XMLName(dav: "grant")

    /// `DAV:grant-only`, a restriction (RFC 3744 §5.6.1).
    package static let grantOnly = XMLName(dav: "grant-only")

    /// `DAV:no-invert`, a restriction (RFC 3744 §5.6.2).
    package static let noInvert = XMLName(dav: "no-invert")

    /// `DAV:property`, a principal that a property names (RFC 3744 §5.5.1).
    package static let property = XMLName(dav: "property")

    /// `DAV:protected`, of an entry that no ACL request can change (RFC 3744 §5.5.3).
    package static let protected = XMLName(dav: "protected")

    /// `DAV:supported-privilege` (RFC 3744 §5.3).
    package static let supportedPrivilege = XMLName(dav: "supported-privilege")
}
