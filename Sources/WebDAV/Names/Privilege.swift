/// A privilege (RFC 3744 §3); CalDAV adds its own.
package struct Privilege: Hashable, Sendable {
    /// The name of the element within `DAV:privilege`.
    package let name: XMLName

    /// Makes a privilege.
    package init(_ name: XMLName) {
        self.name = name
    }

    /// `DAV:read` (§3.1).
    package static let read = Privilege(XMLName(dav: "read"))

    /// `DAV:write`, which contains the four that follow it here (§3.2, §3.12).
    package static let write = Privilege(XMLName(dav: "write"))

    /// `DAV:write-properties` (§3.3).
    package static let writeProperties = Privilege(XMLName(dav: "write-properties"))

    /// `DAV:write-content` (§3.4).
    package static let writeContent = Privilege(XMLName(dav: "write-content"))

    /// `DAV:bind`, to add members to a collection (§3.9).
    package static let bind = Privilege(XMLName(dav: "bind"))

    /// `DAV:unbind`, to remove members from a collection (§3.10).
    package static let unbind = Privilege(XMLName(dav: "unbind"))

    /// `DAV:unlock` (§3.5).
    package static let unlock = Privilege(XMLName(dav: "unlock"))

    /// `DAV:read-acl` (§3.6).
    package static let readACL = Privilege(XMLName(dav: "read-acl"))

    /// `DAV:read-current-user-privilege-set` (§3.7).
    package static let readCurrentUserPrivilegeSet = Privilege(XMLName(dav: "read-current-user-privilege-set"))

    /// `DAV:write-acl` (§3.8).
    package static let writeACL = Privilege(XMLName(dav: "write-acl"))

    /// `DAV:all`, which contains every other privilege (§3.11).
    package static let all = Privilege(XMLName(dav: "all"))

    /// The `DAV:privilege` element.
    package var element: XMLElement {
        XMLElement(DAVElement.privilege, [XMLElement(name)])
    }

    /// Returns the `DAV:current-user-privilege-set` property of the given privileges (§5.4).
    package static func currentUserPrivilegeSet(_ privileges: [Privilege]) -> XMLElement {
        XMLElement(DAVProperty.currentUserPrivilegeSet, privileges.map(\.element))
    }
}
