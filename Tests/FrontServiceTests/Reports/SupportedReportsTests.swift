import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct SupportedReportsTests {
    private static let resources = [
        "/", "/principals/", "/principals/users/", "/principals/users/alice/", "/calendars/", "/calendars/alice/",
        "/calendars/alice/calendar/", "/calendars/alice/inbox/", "/calendars/alice/calendar/e1.ics",
    ]

    /// Bodies of reports that every resource can answer that supports them at all.
    private static let bodies: [XMLName: String] = [
        CalendarElement.calendarQuery: """
        <C:calendar-query><D:prop/><C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>
        """,
        CalendarElement.calendarMultiget: "<C:calendar-multiget><D:prop/><D:href>/x</D:href></C:calendar-multiget>",
        CalendarElement.freeBusyQuery: """
        <C:free-busy-query><C:time-range start="20240101T000000Z" end="20240102T000000Z"/></C:free-busy-query>
        """,
        ReportElement.syncCollection: """
        <D:sync-collection><D:sync-token/><D:sync-level>1</D:sync-level><D:prop/></D:sync-collection>
        """,
        ReportElement.expandProperty: #"<D:expand-property><D:property name="owner"/></D:expand-property>"#,
        ReportElement.principalMatch: "<D:principal-match><D:self/></D:principal-match>",
        ReportElement.principalPropertySearch: """
        <D:principal-property-search><D:property-search><D:prop><D:displayname/></D:prop><D:match>al</D:match>\
        </D:property-search></D:principal-property-search>
        """,
        ReportElement.principalSearchPropertySet: "<D:principal-search-property-set/>",
        ReportElement.aclPrincipalPropSet: "<D:acl-principal-prop-set><D:prop/></D:acl-principal-prop-set>",
    ]

    @Test(arguments: SupportedReportsTests.resources)
    func `RFC 3253 §3.1.5 a resource answers the reports that supported-report-set has, and no others`(
        uri: String
    ) async throws {
        try await TestFront.run { front in
            try await front.put("/calendars/alice/calendar/e1.ics", SampleEvent.text())
            let body = #"<propfind xmlns="DAV:"><prop><supported-report-set/></prop></propfind>"#
            let answer = try Multistatus(try await front.send("PROPFIND", uri, ["Depth": "0"], body: body))
            let supported = try answer.found(DAVProperty.supportedReportSet, of: uri).children
                .compactMap { $0.first(DAVElement.report)?.children.first?.name }
            #expect(supported.count == Set(supported).count)
            for name in ReportRequest.names {
                let response = try await front.report(try #require(Self.bodies[name]), at: uri)
                if name == CalendarElement.freeBusyQuery, uri.hasSuffix(".ics") {
                    // RFC 4791 §7 has every object advertise the report that §7.10 forbids there.
                    #expect(supported.contains(name) && response.status == .forbidden)
                } else if name == ReportElement.aclPrincipalPropSet, !uri.hasPrefix("/calendars/alice/") {
                    // RFC 3744 §3.6: outside of homes nobody has DAV:read-acl.
                    #expect(supported.contains(name) && response.status == .forbidden)
                    #expect(try precondition(of: response)?.name == XMLName(dav: "need-privileges"))
                } else if supported.contains(name) {
                    #expect([200, 207].contains(response.status.code), "\(name): \(String(buffer: response.body))")
                } else {
                    #expect(response.status == .forbidden, "\(name)")
                    let refusal = try precondition(of: response)
                    #expect(refusal?.name == Precondition.supportedReport.name, "\(name)")
                }
            }
        }
    }

    @Test func `RFC 4791 §7 calendars and objects answer the three reports of calendar access`() {
        let required = [
            CalendarElement.calendarQuery, CalendarElement.calendarMultiget, CalendarElement.freeBusyQuery,
        ]
        for kind in [ResourceKind.calendar, .object] {
            #expect(Set(SupportedReports.names(on: kind)).isSuperset(of: required))
        }
    }

    @Test func `RFC 3744 §9.1 to §9.5 whatever answers reports answers those that are required`() {
        let required = [
            ReportElement.expandProperty, ReportElement.aclPrincipalPropSet, ReportElement.principalPropertySearch,
            ReportElement.principalSearchPropertySet,
        ]
        for kind in ResourceKind.allCases where !SupportedReports.names(on: kind).isEmpty {
            #expect(Set(SupportedReports.names(on: kind)).isSuperset(of: required))
            // RFC 3744 §9.3 is about the members of a collection, which an object is not.
            #expect(SupportedReports.names(on: kind).contains(ReportElement.principalMatch) == (kind != .object))
        }
    }

    @Test(arguments: [
        ("/calendars/alice/nowhere/", 404), ("/calendars/bob/calendar/", 403), ("/calendars/alice/calendar/x.ics", 404),
    ])
    func `no report tells of what is not there or is another's`(uri: String, status: Int) async throws {
        let kind = try ResourcePath(parsing: uri).kind
        try await TestFront.run { front in
            for name in SupportedReports.names(on: kind) {
                let depth = name.namespace == XMLNamespace.caldav ? "1" : "0"
                let response = try await front.report(try #require(Self.bodies[name]), at: uri, depth: depth)
                // RFC 4791 §7.10: it is 404 without the privilege, and 403 on every object.
                let isFreeBusy = name == CalendarElement.freeBusyQuery
                #expect(response.status.code == (isFreeBusy ? kind == .object ? 403 : 404 : status), "\(name)")
            }
        }
    }

    @Test(arguments: [
        "principal-match", "principal-property-search", "principal-search-property-set", "acl-principal-prop-set",
        "expand-property",
    ])
    func `RFC 3744 §9 these reports are refused with 400 at another Depth than 0`(local: String) async throws {
        try await TestFront.run { front in
            let body = try #require(Self.bodies[XMLName(dav: local)])
            for depth in ["1", "infinity"] {
                let response = try await front.report(body, at: "/calendars/alice/", depth: depth)
                #expect(response.status == .badRequest)
            }
            for depth in ["0", nil] {
                let response = try await front.report(body, at: "/calendars/alice/", depth: depth)
                #expect([200, 207].contains(response.status.code))
            }
        }
    }
}
