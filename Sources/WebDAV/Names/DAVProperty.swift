/// The names of WebDAV's properties.
package enum DAVProperty {
    /// `DAV:creationdate` (RFC 4918 §15.1).
    package static let creationDate = XMLName(dav: "creationdate")

    /// `DAV:displayname` (RFC 4918 §15.2).
    package static let displayName = XMLName(dav: "displayname")

    /// `DAV:getcontentlanguage` (RFC 4918 §15.3).
    package static let getContentLanguage = XMLName(dav: "getcontentlanguage")

    /// `DAV:getcontentlength` (RFC 4918 §15.4).
    package static let getContentLength = XMLName(dav: "getcontentlength")

    /// `DAV:getcontenttype` (RFC 4918 §15.5).
    package static let getContentType = XMLName(dav: "getcontenttype")

    /// `DAV:getetag` (RFC 4918 §15.6).
    package static let getETag = XMLName(dav: "getetag")

    /// `DAV:getlastmodified` (RFC 4918 §15.7).
    package static let getLastModified = XMLName(dav: "getlastmodified")

    /// `DAV:lockdiscovery` (RFC 4918 §15.8).
    package static let lockDiscovery = XMLName(dav: "lockdiscovery")

    /// `DAV:resourcetype` (RFC 4918 §15.9).
    package static let resourceType = XMLName(dav: "resourcetype")

    /// `DAV:supportedlock` (RFC 4918 §15.10).
    package static let supportedLock = XMLName(dav: "supportedlock")

    /// `DAV:alternate-URI-set` (RFC 3744 §4.1).
    package static let alternateURISet = XMLName(dav: "alternate-URI-set")

    /// `DAV:principal-URL` (RFC 3744 §4.2).
    package static let principalURL = XMLName(dav: "principal-URL")

    /// `DAV:group-member-set` (RFC 3744 §4.3).
    package static let groupMemberSet = XMLName(dav: "group-member-set")

    /// `DAV:group-membership` (RFC 3744 §4.4).
    package static let groupMembership = XMLName(dav: "group-membership")

    /// `DAV:owner` (RFC 3744 §5.1).
    package static let owner = XMLName(dav: "owner")

    /// `DAV:group` (RFC 3744 §5.2).
    package static let group = XMLName(dav: "group")

    /// `DAV:supported-privilege-set` (RFC 3744 §5.3).
    package static let supportedPrivilegeSet = XMLName(dav: "supported-privilege-set")

    /// `DAV:current-user-privilege-set` (RFC 3744 §5.4).
    package static let currentUserPrivilegeSet = XMLName(dav: "current-user-privilege-set")

    /// `DAV:acl` (RFC 3744 §5.5).
    package static let acl = XMLName(dav: "acl")

    /// `DAV:acl-restrictions` (RFC 3744 §5.6).
    package static let aclRestrictions = XMLName(dav: "acl-restrictions")

    /// `DAV:inherited-acl-set` (RFC 3744 §5.7).
    package static let inheritedAclSet = XMLName(dav: "inherited-acl-set")

    /// `DAV:principal-collection-set` (RFC 3744 §5.8).
    package static let principalCollectionSet = XMLName(dav: "principal-collection-set")

    /// `DAV:supported-live-property-set` (RFC 3253 §3.1.4).
    package static let supportedLivePropertySet = XMLName(dav: "supported-live-property-set")

    /// `DAV:supported-report-set` (RFC 3253 §3.1.5).
    package static let supportedReportSet = XMLName(dav: "supported-report-set")

    /// `DAV:add-member` (RFC 5995 §3.2.1).
    package static let addMember = XMLName(dav: "add-member")

    /// `DAV:quota-available-bytes` (RFC 4331 §3).
    package static let quotaAvailableBytes = XMLName(dav: "quota-available-bytes")

    /// `DAV:quota-used-bytes` (RFC 4331 §4).
    package static let quotaUsedBytes = XMLName(dav: "quota-used-bytes")

    /// `DAV:current-user-principal` (RFC 5397 §3).
    package static let currentUserPrincipal = XMLName(dav: "current-user-principal")

    /// `DAV:sync-token` (RFC 6578 §4).
    package static let syncToken = XMLName(dav: "sync-token")

    /// The properties that an allprop returns where a resource has them.
    ///
    /// RFC 4918 §9.1: those "defined in this specification"; the others say themselves that allprop does not return them.
    package static let returnedByAllprop: Set<XMLName> = [
        creationDate, displayName, getContentLanguage, getContentLength, getContentType, getETag, getLastModified,
        lockDiscovery, resourceType, supportedLock,
    ]
}
