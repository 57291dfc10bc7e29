/// What a principal may do with a resource, in the terms of RFC 3744 §3 and RFC 4791 §6.1.
package struct Privileges: OptionSet, Hashable, Sendable {
    /// One bit per privilege that contains no other.
    package let rawValue: UInt16

    /// Makes a set from its bits.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// `DAV:read`: the content and the properties.
    package static let read = Privileges(rawValue: 1 << 0)
    /// `DAV:write-properties`.
    package static let writeProperties = Privileges(rawValue: 1 << 1)
    /// `DAV:write-content`: changing the content of what exists.
    package static let writeContent = Privileges(rawValue: 1 << 2)
    /// `DAV:bind`: adding members to a collection.
    package static let bind = Privileges(rawValue: 1 << 3)
    /// `DAV:unbind`: removing members from a collection.
    package static let unbind = Privileges(rawValue: 1 << 4)
    /// `DAV:unlock`.
    package static let unlock = Privileges(rawValue: 1 << 5)
    /// `DAV:read-acl`.
    package static let readACL = Privileges(rawValue: 1 << 6)
    /// `DAV:read-current-user-privilege-set`.
    package static let readCurrentUserPrivilegeSet = Privileges(rawValue: 1 << 7)
    /// `DAV:write-acl`.
    package static let writeACL = Privileges(rawValue: 1 << 8)
    /// `CALDAV:read-free-busy`, which RFC 4791 §6.1.1 contains in `DAV:read`.
    package static let readFreeBusy = Privileges(rawValue: 1 << 9)

    /// `DAV:write`, the aggregate of RFC 3744 §3.2.
    package static let write: Privileges = [.writeProperties, .writeContent, .bind, .unbind]
    /// All that may be read.
    package static let reading: Privileges = [.read, .readFreeBusy, .readCurrentUserPrivilegeSet]
    /// `DAV:all`.
    package static let all: Privileges = [.reading, .write, .unlock, .readACL, .writeACL]
}
