/// The names of the elements of WebDAV's reports.
package enum ReportElement {
    /// `DAV:acl-principal-prop-set`, a report (RFC 3744 §9.2).
    package static let aclPrincipalPropSet = XMLName(dav: "acl-principal-prop-set")

    /// `DAV:apply-to-principal-collection-set` (RFC 3744 §9.4).
    package static let applyToPrincipalCollectionSet = XMLName(dav: "apply-to-principal-collection-set")

    /// `DAV:description`, of a property that can be searched (RFC 3744 §9.5).
    package static let description = XMLName(dav: "description")

    /// `DAV:expand-property`, a report (RFC 3253 §3.8).
    package static let expandProperty = XMLName(dav: "expand-property")

    /// `DAV:limit`, how much a client takes at most (RFC 5323 §5.17, RFC 6578 §6.1).
    package static let limit = XMLName(dav: "limit")

    /// `DAV:match` (RFC 3744 §9.4).
    package static let match = XMLName(dav: "match")

    /// `DAV:nresults` (RFC 5323 §5.17).
    package static let nresults = XMLName(dav: "nresults")

    /// `DAV:principal-match`, a report (RFC 3744 §9.3).
    package static let principalMatch = XMLName(dav: "principal-match")

    /// `DAV:principal-property` (RFC 3744 §9.3).
    package static let principalProperty = XMLName(dav: "principal-property")

    /// `DAV:principal-property-search`, a report (RFC 3744 §9.4).
    package static let principalPropertySearch = XMLName(dav: "principal-property-search")

    /// `DAV:principal-search-property` (RFC 3744 §9.5).
    package static let principalSearchProperty = XMLName(dav: "principal-search-property")

    /// `DAV:principal-search-property-set`, a report and its answer (RFC 3744 §9.5).
    package static let principalSearchPropertySet = XMLName(dav: "principal-search-property-set")

    /// `DAV:property`, of an expand-property report (RFC 3253 §3.8).
    package static let property = XMLName(dav: "property")

    /// `DAV:property-search` (RFC 3744 §9.4).
    package static let propertySearch = XMLName(dav: "property-search")

    /// `DAV:self` (RFC 3744 §9.3).
    package static let isSelf = XMLName(dav: "self")

    /// `DAV:sync-collection`, a report (RFC 6578 §6.1).
    package static let syncCollection = XMLName(dav: "sync-collection")

    /// `DAV:sync-level` (RFC 6578 §6.3).
    package static let syncLevel = XMLName(dav: "sync-level")
}
