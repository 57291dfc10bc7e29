package import WebDAV

/// The body of a REPORT (RFC 3253 §3.6): each report that the requests of CalDAV and WebDAV know.
package enum ReportRequest: Sendable {
    /// Calendar object resources that pass a filter (RFC 4791 §7.8).
    case calendarQuery(CalendarQueryRequest)

    /// Named calendar object resources (RFC 4791 §7.9).
    case calendarMultiget(CalendarMultigetRequest)

    /// Busy times (RFC 4791 §7.10).
    case freeBusyQuery(FreeBusyQueryRequest)

    /// Changes since a token (RFC 6578 §3.2).
    case syncCollection(SyncCollectionRequest)

    /// Properties, and properties of what their hrefs name (RFC 3253 §3.8).
    case expandProperty(ExpandPropertyRequest)

    /// What has to do with the current user (RFC 3744 §9.3).
    case principalMatch(PrincipalMatchRequest)

    /// Principals by the texts of their properties (RFC 3744 §9.4).
    case principalPropertySearch(PrincipalPropertySearchRequest)

    /// Which properties can be searched (RFC 3744 §9.5).
    case principalSearchPropertySet

    /// The principals of an access control list (RFC 3744 §9.2).
    case aclPrincipalPropSet(ACLPrincipalPropSetRequest)

    /// The names of the root elements that are known.
    package static let names = [
        CalendarElement.calendarQuery, CalendarElement.calendarMultiget, CalendarElement.freeBusyQuery,
        ReportElement.syncCollection, ReportElement.expandProperty, ReportElement.principalMatch,
        ReportElement.principalPropertySearch, ReportElement.principalSearchPropertySet,
        ReportElement.aclPrincipalPropSet,
    ]

    /// Parses a body.
    ///
    /// - Parameters:
    ///   - body: The octets.
    ///   - depth: The Depth field of the request, which is 0 where it is absent (RFC 3253 §3.6).
    ///   - limits: What an XML body may cost at most.
    /// - Throws: `WebDAVError` as `WebDAVError.init(_:)` says for a body that is refused, with the precondition that a
    ///   filter violates, and `DAV:supported-report` for a report that is not known.
    package init(parsing body: [UInt8], depth: Depth, limits: XMLLimits = .standard) throws(WebDAVError) {
        let root: XMLElement
        do throws(XMLError) {
            root = try XMLDocument.parse(body, limits: limits)
        } catch {
            throw WebDAVError(error)
        }
        // RFC 3253 §3.6 (DAV:supported-report): "The specified report MUST be supported by the resource identified by the
        // request-URL."
        if let request = try Self.calendarReport(root) {
            self = request
        } else if let request = try Self.collectionReport(root, depth: depth) {
            self = request
        } else {
            throw WebDAVError(.supportedReport, XMLError.unexpectedRoot(root.name, expected: Self.names).description)
        }
    }

    private static func calendarReport(_ root: XMLElement) throws(WebDAVError) -> ReportRequest? {
        guard root.name != CalendarElement.calendarQuery else { return .calendarQuery(try CalendarQueryRequest(root)) }
        do throws(XMLError) {
            switch root.name {
            case CalendarElement.calendarMultiget: return .calendarMultiget(try CalendarMultigetRequest(root))
            case CalendarElement.freeBusyQuery: return .freeBusyQuery(try FreeBusyQueryRequest(root))
            default: return nil
            }
        } catch {
            throw WebDAVError(error)
        }
    }

    private static func collectionReport(_ root: XMLElement, depth: Depth) throws(WebDAVError) -> ReportRequest? {
        do throws(XMLError) {
            switch root.name {
            case ReportElement.syncCollection: return .syncCollection(try SyncCollectionRequest(root, depth: depth))
            case ReportElement.expandProperty: return .expandProperty(try ExpandPropertyRequest(root))
            default: break
            }
        } catch {
            throw WebDAVError(error)
        }
        return try principalReport(root, depth: depth)
    }

    private static func principalReport(_ root: XMLElement, depth: Depth) throws(WebDAVError) -> ReportRequest? {
        let request: ReportRequest
        do throws(XMLError) {
            switch root.name {
            case ReportElement.principalMatch: request = .principalMatch(try PrincipalMatchRequest(root))
            case ReportElement.principalPropertySearch:
                request = .principalPropertySearch(try PrincipalPropertySearchRequest(root))
            case ReportElement.principalSearchPropertySet: request = .principalSearchPropertySet
            case ReportElement.aclPrincipalPropSet:
                request = .aclPrincipalPropSet(try ACLPrincipalPropSetRequest(root))
            default: return nil
            }
        } catch {
            throw WebDAVError(error)
        }
        try depth.requireZero(for: root.name)
        return request
    }
}
