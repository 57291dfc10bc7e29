import CalDAV
import WebDAV

extension PropertyCatalogue {
    /// The properties by which clients read what who may do (RFC 3744 §5.3 to §5.7); all are protected.
    static let accessControlProperties = [
        LiveProperty(DAVProperty.supportedPrivilegeSet) { _, _ in
            XMLElement(DAVProperty.supportedPrivilegeSet, [allPrivileges.element])
        },
        LiveProperty(DAVProperty.currentUserPrivilegeSet, requiring: .readCurrentUserPrivilegeSet) { subject, _ in
            Privilege.currentUserPrivilegeSet(subject.privileges.elements)
        },
        LiveProperty(DAVProperty.acl, requiring: .readACL) { subject, _ in
            XMLElement(DAVProperty.acl, [subject.accessControlEntry.element])
        },
        // RFC 3744 §5.6: what an ACL request would have to obey; there are neither denials nor inversions.
        LiveProperty(DAVProperty.aclRestrictions) { _, _ in
            XMLElement(
                DAVProperty.aclRestrictions,
                [XMLElement(ACLElement.grantOnly), XMLElement(ACLElement.noInvert)]
            )
        },
        LiveProperty(DAVProperty.inheritedAclSet, paths: { _, _ in [] }),
    ]

    /// The privileges that resources know, as RFC 3744 §3 and RFC 4791 §6.1.1 contain them in each other.
    ///
    /// RFC 3744 §5.3 has each privilege at most once in the tree.
    private static let allPrivileges = SupportedPrivilege(
        .all,
        "Do anything",
        containing: [
            SupportedPrivilege(
                .read,
                "Read the content and the properties",
                containing: [SupportedPrivilege(.readFreeBusy, "See when time is taken")]
            ),
            SupportedPrivilege(
                .write,
                "Change the content and the properties",
                containing: [
                    SupportedPrivilege(.writeProperties, "Change properties"),
                    SupportedPrivilege(.writeContent, "Change the content of what exists"),
                    SupportedPrivilege(.bind, "Add members"),
                    SupportedPrivilege(.unbind, "Remove members"),
                ]
            ),
            SupportedPrivilege(.unlock, "Remove locks of others"),
            SupportedPrivilege(.readACL, "See who may do what"),
            SupportedPrivilege(.readCurrentUserPrivilegeSet, "See what one may do oneself"),
            SupportedPrivilege(.writeACL, "Say who may do what"),
        ]
    )
}

extension PropertySubject {
    /// The one entry of the access control list: what is in a home is its owner's alone, everything else is for all to
    /// read.
    ///
    /// Nobody but the owner may read the list, so that it grants what whoever reads it may do.
    fileprivate var accessControlEntry: AccessControlEntry {
        AccessControlEntry(owner == nil ? .authenticated : .property(DAVProperty.owner), grants: privileges.elements)
    }
}
