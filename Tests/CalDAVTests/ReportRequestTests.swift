import CalDAV
import HTTPTypes
import ICalendar
import RandomTesting
import Recurrence
import Testing
import WebDAV

@Suite struct ReportRequestTests {
    private func parse(_ text: String, depth: Depth = .zero) throws(WebDAVError) -> ReportRequest {
        try ReportRequest(parsing: Array(text.utf8), depth: depth)
    }

    private func refusal(of text: String, depth: Depth = .zero) -> WebDAVError? {
        do throws(WebDAVError) {
            _ = try parse(text, depth: depth)
            return nil
        } catch {
            return error
        }
    }

    /// The bodies of the reports that have required content, by the name of their root.
    private static let bodies: [XMLName: String] = [
        CalendarElement.calendarQuery: RFC4791Queries.events,
        CalendarElement.calendarMultiget: RFC4791Examples.multiget,
        CalendarElement.freeBusyQuery: RFC4791Queries.freeBusyQuery,
        ReportElement.syncCollection:
            "<sync-collection xmlns='DAV:'><sync-token/><sync-level>1</sync-level><prop/></sync-collection>",
        ReportElement.expandProperty: "<expand-property xmlns='DAV:'/>",
        ReportElement.principalMatch: "<principal-match xmlns='DAV:'><self/></principal-match>",
        ReportElement.principalPropertySearch: """
        <principal-property-search xmlns='DAV:'><property-search><prop><displayname/></prop><match>a</match>
        </property-search></principal-property-search>
        """,
        ReportElement.principalSearchPropertySet: "<principal-search-property-set xmlns='DAV:'/>",
        ReportElement.aclPrincipalPropSet: "<acl-principal-prop-set xmlns='DAV:'/>",
    ]

    @Test(arguments: ReportRequest.names)
    func `RFC 3253 §3.6 each report that is known is read by its root`(name: XMLName) throws {
        let body = try #require(Self.bodies[name])
        let request = try parse(body)
        let read: XMLName =
            switch request {
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
        #expect(read == name)
    }

    @Test(arguments: ["<calendar-query/>", "<version-tree xmlns='DAV:'/>"])
    func `RFC 3253 §3.6 another report violates supported-report`(text: String) {
        #expect(refusal(of: text)?.precondition == .supportedReport)
    }

    @Test func `a body that is no XML is refused as such`() {
        #expect(refusal(of: "")?.status.code == 400)
        #expect(refusal(of: "<!DOCTYPE x><x/>")?.precondition == .noExternalEntities)
    }

    @Test func `RFC 4791 §7.8 a query without a filter violates valid-filter`() {
        let text = "<calendar-query xmlns='urn:ietf:params:xml:ns:caldav'/>"
        #expect(refusal(of: text)?.precondition == .validFilter)
        #expect(refusal(of: "<calendar-multiget xmlns='urn:ietf:params:xml:ns:caldav'/>")?.status.code == 422)
    }

    @Test(arguments: [
        ReportElement.principalMatch, ReportElement.principalPropertySearch, ReportElement.principalSearchPropertySet,
        ReportElement.aclPrincipalPropSet,
    ])
    func `RFC 3744 §9.2 to §9.5 a report of principals has Depth 0`(name: XMLName) throws {
        let body = try #require(Self.bodies[name])
        #expect(refusal(of: body, depth: .one)?.status.code == 400)
    }

    @Test func `a mutated report is read or refused, and what is read can be asked`() throws {
        let seed: UInt64 = 47_917_078
        let corpus = (RFC4791Queries.all + Self.bodies.values.sorted()).map { Array($0.utf8) }
        var mutator = Mutator(corpus: corpus, seed: seed)
        let resources = try AppendixB.resources.keys.sorted().map { try AppendixB.resource($0) }
        var accepted = 0
        for _ in 0..<3_000 {
            guard let request = try? ReportRequest(parsing: mutator.next(), depth: .zero) else { continue }
            accepted += 1
            guard case .calendarQuery(let query) = request else { continue }
            for resource in resources {
                _ = try? query.filter.matches(resource)
                _ = try? query.calendarData?.applied(to: resource)
            }
        }
        #expect(accepted > 30, "seed \(seed): too few mutations were accepted")
    }

    @Test func `mutated calendar data is matched, expanded and indexed, or refused`() throws {
        let seed: UInt64 = 5_545
        var mutator = Mutator(
            corpus: AppendixB.resources.keys.sorted().compactMap { AppendixB.resources[$0] },
            seed: seed
        )
        let queries = try [
            RFC4791Queries.expandedRecurrence, RFC4791Queries.limitedRecurrence, RFC4791Queries.freeBusy,
            RFC4791Queries.todosByAlarm,
        ].map { try RFC4791Queries.parse($0) }
        var accepted = 0
        for _ in 0..<1_500 {
            guard let resource = try? CalendarObjectResource(parsing: mutator.next()) else { continue }
            accepted += 1
            for query in queries {
                _ = try? query.filter.matches(resource)
                _ = try? query.calendarData?.applied(to: resource)
            }
            _ = OccurrenceSpans(of: resource, until: UTCTime(secondsSinceEpoch: 1_200_000_000))
        }
        #expect(accepted > 30, "seed \(seed): too few mutations were accepted")
    }
}
