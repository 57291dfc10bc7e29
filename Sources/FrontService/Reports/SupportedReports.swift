import CalDAV
import WebDAV

/// Which reports which resources answer: what `DAV:supported-report-set` says (RFC 3253 §3.1.5), and what REPORT does.
enum SupportedReports {
    /// Returns the names of the reports that a kind of resource answers.
    static func names(on kind: ResourceKind) -> [XMLName] {
        switch kind {
        // A principal is a collection, without members.
        case .root, .principalCollection, .homeCollection, .principal: common + [ReportElement.principalMatch]
        case .home: common + queries + [ReportElement.principalMatch, ReportElement.syncCollection]
        case .calendar: [CalendarElement.calendarMultiget] + names(on: .home)
        case .object: [CalendarElement.calendarMultiget] + queries + common
        case .wellKnownCalDAV, .attachment, .page, .pageForm, .pageAsset: []
        }
    }

    /// RFC 4791 §7 has both for calendars and the objects in them; homes answer them as well.
    private static let queries = [CalendarElement.calendarQuery, CalendarElement.freeBusyQuery]

    /// RFC 3744 §9.1 to §9.5 say of each of them that its support is REQUIRED.
    private static let common = [
        ReportElement.expandProperty, ReportElement.principalPropertySearch, ReportElement.principalSearchPropertySet,
        ReportElement.aclPrincipalPropSet,
    ]
}

extension ReportRequest {
    /// The name of the report: that of the root of its body.
    var name: XMLName {
        switch self {
        case .calendarQuery: CalendarElement.calendarQuery
        case .calendarMultiget: CalendarElement.calendarMultiget
        case .freeBusyQuery: CalendarElement.freeBusyQuery
        case .syncCollection: ReportElement.syncCollection
        case .expandProperty: ReportElement.expandProperty
        case .principalMatch: ReportElement.principalMatch
        case .principalPropertySearch: ReportElement.principalPropertySearch
        case .principalSearchPropertySet: ReportElement.principalSearchPropertySet
        case .aclPrincipalPropSet: ReportElement.aclPrincipalPropSet
        }
    }
}
