import HTTPTypes

// The preconditions and postconditions of WebDAV, each with the section that defines it.

extension Precondition {
    /// `DAV:lock-token-matches-request-uri` (RFC 4918 §16).
    package static let lockTokenMatchesRequestURI = Precondition(
        XMLName(dav: "lock-token-matches-request-uri"),
        status: .conflict
    )

    /// `DAV:lock-token-submitted`, with the locked resources (RFC 4918 §16).
    package static func lockTokenSubmitted(_ locked: [Href]) -> Precondition {
        Precondition(XMLElement(XMLName(dav: "lock-token-submitted"), hrefs: locked), status: .locked)
    }

    /// `DAV:no-conflicting-lock`, with the locked resources (RFC 4918 §16).
    package static func noConflictingLock(_ locked: [Href] = []) -> Precondition {
        Precondition(XMLElement(XMLName(dav: "no-conflicting-lock"), hrefs: locked), status: .locked)
    }

    /// `DAV:no-external-entities` (RFC 4918 §16).
    package static let noExternalEntities = Precondition(XMLName(dav: "no-external-entities"))

    /// `DAV:preserved-live-properties` (RFC 4918 §16).
    package static let preservedLiveProperties = Precondition(
        XMLName(dav: "preserved-live-properties"),
        status: .conflict
    )

    /// `DAV:propfind-finite-depth` (RFC 4918 §16).
    package static let propfindFiniteDepth = Precondition(XMLName(dav: "propfind-finite-depth"))

    /// `DAV:cannot-modify-protected-property` (RFC 4918 §16).
    package static let cannotModifyProtectedProperty = Precondition(XMLName(dav: "cannot-modify-protected-property"))

    /// `DAV:need-privileges`, with the privilege that a resource lacks (RFC 3744 §7.1.1).
    package static func needPrivileges(_ privileges: [Privilege], on resource: Href) -> Precondition {
        let resources = privileges.map { XMLElement(DAVElement.resource, [resource.element, $0.element]) }
        return Precondition(XMLElement(XMLName(dav: "need-privileges"), resources))
    }

    /// `DAV:quota-not-exceeded` (RFC 4331 §6).
    package static let quotaNotExceeded = Precondition(
        XMLName(dav: "quota-not-exceeded"),
        status: .insufficientStorage
    )

    /// `DAV:sufficient-disk-space` (RFC 4331 §6).
    package static let sufficientDiskSpace = Precondition(
        XMLName(dav: "sufficient-disk-space"),
        status: .insufficientStorage
    )

    /// `DAV:number-of-matches-within-limits` (RFC 3744 §9.2, RFC 6578 §3.2).
    package static let numberOfMatchesWithinLimits = Precondition(XMLName(dav: "number-of-matches-within-limits"))

    /// `DAV:supported-report` (RFC 3253 §3.6).
    package static let supportedReport = Precondition(XMLName(dav: "supported-report"))

    /// `DAV:valid-sync-token` (RFC 6578 §3.2).
    package static let validSyncToken = Precondition(XMLName(dav: "valid-sync-token"))

    /// `DAV:sync-traversal-supported` (RFC 6578 §3.3).
    package static let syncTraversalSupported = Precondition(XMLName(dav: "sync-traversal-supported"))

    /// `DAV:resource-must-be-null` (RFC 3253 §3.9, RFC 4791 §5.3.1.2).
    package static let resourceMustBeNull = Precondition(XMLName(dav: "resource-must-be-null"), status: .forbidden)

    /// `DAV:valid-resourcetype` (RFC 5689 §3.3).
    package static let validResourceType = Precondition(XMLName(dav: "valid-resourcetype"))
}
