import CalDAV
import HTTPTypes
import Testing
import WebDAV

@Suite struct CalendarMultigetRequestTests {
    private func multiget(_ text: String) throws -> CalendarMultigetRequest {
        guard case .calendarMultiget(let request) = try ReportRequest(parsing: Array(text.utf8), depth: .zero) else {
            throw WebDAVError(.supportedReport, "Another report was read.")
        }
        return request
    }

    private func refusal(of text: String) -> WebDAVError? {
        do throws(WebDAVError) {
            _ = try ReportRequest(parsing: Array(text.utf8), depth: .zero)
            return nil
        } catch {
            return error
        }
    }

    private func body(_ inner: String) -> String {
        "<C:calendar-multiget xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav'>\(inner)</C:calendar-multiget>"
    }

    @Test func `RFC 4791 §7.9.1 the example names two properties and two resources`() throws {
        let request = try multiget(RFC4791Examples.multiget)
        let properties = [XMLElement(DAVProperty.getETag), XMLElement(CalendarElement.calendarData)]
        #expect(request.selection == .properties(properties))
        #expect(request.hrefs.map(\.description) == ["/bernard/work/abcd1.ics", "/bernard/work/mtg1.ics"])
        let data = try #require(request.calendarData)
        #expect(data.isSupported && data.wantsWholeObject)
    }

    @Test func `RFC 4791 §9.10 the properties may be left out`() throws {
        let request = try multiget(body("<D:href> /a.ics\n</D:href>"))
        #expect(request.selection == .properties([]))
        #expect(request.calendarData == nil)
        #expect(request.hrefs == [Href(written: "/a.ics")])
    }

    @Test func `RFC 4791 §9.10 allprop asks for no calendar data`() throws {
        let request = try multiget(body("<D:allprop/><D:href>/a.ics</D:href>"))
        #expect(request.selection == .allProperties(including: []))
        #expect(request.calendarData == nil)
    }

    @Test func `an href that names nothing is kept, so that the response can name it`() throws {
        let request = try multiget(body("<D:href>/a%zz.ics</D:href><D:href/>"))
        #expect(request.hrefs.map(\.target) == [nil, nil])
        #expect(request.hrefs.map(\.description) == ["/a%zz.ics", ""])
    }

    @Test func `RFC 4791 §9.10 without an href it is refused`() {
        #expect(refusal(of: body("<D:prop/>"))?.status.code == 422)
    }

    @Test(arguments: [
        "<D:version-tree xmlns:D='DAV:'/>", "<calendar-multiget/>", "<D:calendar-multiget xmlns:D='DAV:'/>",
    ])
    func `RFC 3253 §3.6 an unknown report is refused with DAV supported-report`(text: String) {
        #expect(refusal(of: text)?.precondition == .supportedReport)
        #expect(refusal(of: text)?.status.code == 403)
    }

    @Test func `a body that is no XML is refused as such`() {
        #expect(refusal(of: "")?.status.code == 400)
        #expect(refusal(of: "<!DOCTYPE x><x/>")?.precondition == .noExternalEntities)
    }
}
