/// The names of WebDAV's elements that are no properties and no preconditions.
package enum DAVElement {
    /// `DAV:allprop` (RFC 4918 §14.2).
    package static let allprop = XMLName(dav: "allprop")

    /// `DAV:all`, a principal or privilege (RFC 3744 §3.11, §5.5.1).
    package static let all = XMLName(dav: "all")

    /// `DAV:authenticated`, a principal (RFC 3744 §5.5.1).
    package static let authenticated = XMLName(dav: "authenticated")

    /// `DAV:collection`, a resource type (RFC 4918 §14.3).
    package static let collection = XMLName(dav: "collection")

    /// `DAV:error` (RFC 4918 §14.5).
    package static let error = XMLName(dav: "error")

    /// `DAV:href` (RFC 4918 §14.7).
    package static let href = XMLName(dav: "href")

    /// `DAV:include` (RFC 4918 §14.8).
    package static let include = XMLName(dav: "include")

    /// `DAV:location` (RFC 4918 §14.9).
    package static let location = XMLName(dav: "location")

    /// `DAV:mkcol`, the body of an extended MKCOL (RFC 5689 §5.1).
    package static let mkcol = XMLName(dav: "mkcol")

    /// `DAV:mkcol-response` (RFC 5689 §5.2).
    package static let mkcolResponse = XMLName(dav: "mkcol-response")

    /// `DAV:multistatus` (RFC 4918 §14.16).
    package static let multistatus = XMLName(dav: "multistatus")

    /// `DAV:principal`, a resource type (RFC 3744 §4).
    package static let principal = XMLName(dav: "principal")

    /// `DAV:privilege` (RFC 3744 §5.4).
    package static let privilege = XMLName(dav: "privilege")

    /// `DAV:prop` (RFC 4918 §14.18).
    package static let prop = XMLName(dav: "prop")

    /// `DAV:propertyupdate` (RFC 4918 §14.19).
    package static let propertyupdate = XMLName(dav: "propertyupdate")

    /// `DAV:propfind` (RFC 4918 §14.20).
    package static let propfind = XMLName(dav: "propfind")

    /// `DAV:propname` (RFC 4918 §14.21).
    package static let propname = XMLName(dav: "propname")

    /// `DAV:propstat` (RFC 4918 §14.22).
    package static let propstat = XMLName(dav: "propstat")

    /// `DAV:remove` (RFC 4918 §14.23).
    package static let remove = XMLName(dav: "remove")

    /// `DAV:report`, within a supported report (RFC 3253 §3.1.5).
    package static let report = XMLName(dav: "report")

    /// `DAV:resource`, within `DAV:need-privileges` (RFC 3744 §7.1.1).
    package static let resource = XMLName(dav: "resource")

    /// `DAV:response` (RFC 4918 §14.24).
    package static let response = XMLName(dav: "response")

    /// `DAV:responsedescription` (RFC 4918 §14.25).
    package static let responsedescription = XMLName(dav: "responsedescription")

    /// `DAV:set` (RFC 4918 §14.26).
    package static let set = XMLName(dav: "set")

    /// `DAV:status` (RFC 4918 §14.28).
    package static let status = XMLName(dav: "status")

    /// `DAV:supported-live-property` (RFC 3253 §3.1.4).
    package static let supportedLiveProperty = XMLName(dav: "supported-live-property")

    /// `DAV:supported-report` (RFC 3253 §3.1.5).
    package static let supportedReport = XMLName(dav: "supported-report")

    /// `DAV:sync-token`, the element of a multistatus and of a report (RFC 6578 §6.2).
    package static let syncToken = XMLName(dav: "sync-token")

    /// `DAV:unauthenticated`, a principal (RFC 3744 §5.5.1).
    package static let unauthenticated = XMLName(dav: "unauthenticated")
}
