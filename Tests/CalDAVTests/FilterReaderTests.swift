import CalDAV
import HTTPTypes
import Recurrence
import Testing
import WebDAV

@Suite struct FilterReaderTests {
    private func filter(_ inner: String, limits: FilterLimits = .standard) throws -> CalendarFilter {
        let text = "<C:filter xmlns:C='urn:ietf:params:xml:ns:caldav'>\(inner)</C:filter>"
        return try CalendarFilter(XMLDocument.parse(Array(text.utf8)), limits: limits)
    }

    private func refusal(of inner: String, limits: FilterLimits = .standard) throws -> FilterError? {
        do {
            _ = try filter(inner, limits: limits)
            return nil
        } catch let error as FilterError {
            return error
        }
    }

    private func event(_ tests: String) -> String {
        RFC4791Queries.event(tests)
    }

    @Test func `RFC 4791 §9.7 names are read in upper case and tests as they are`() throws {
        let tests = event("<C:prop-filter name='Summary'><C:text-match>a b</C:text-match></C:prop-filter>")
            .replacing("VCALENDAR", with: "vcalendar").replacing("VEVENT", with: "vevent")
        let summary = PropertyFilter("SUMMARY", .isDefined(.text(TextMatch("a b")), []))
        let inner = ComponentFilter("VEVENT", .isDefined(.init(properties: [summary])))
        #expect(try filter(tests) == CalendarFilter(.init(components: [inner])))
    }

    @Test(arguments: [
        ("start='20060104T000000Z' end='20060105T000000Z'", "20060104T000000Z", "20060105T000000Z"),
        ("start='20060104T000000Z'", "20060104T000000Z", UTCTime.distantFuture.description),
        ("end='20060105T000000Z'", UTCTime.distantPast.description, "20060105T000000Z"),
    ])
    func `RFC 4791 §9.9 a range may be open at one end`(attributes: String, start: String, end: String) throws {
        let filter = try filter(event("<C:time-range \(attributes)/>"))
        let range = try #require(filter.root.tests?.components.first?.tests?.timeRange)
        #expect(range.start.description == start)
        #expect(range.end.description == end)
    }

    @Test(arguments: [
        "", "start='20060104' end='20060105'", "start='20060105T000000Z' end='20060104T000000Z'",
        "start='20060104T000000Z' end='20060104T000000Z'", "start='20060104T000000' end='20060105T000000Z'", "start=''",
        "start='20061304T000000Z'",
    ])
    func `RFC 4791 §9.9 a range that is none is not valid`(attributes: String) throws {
        let error = try #require(try refusal(of: event("<C:time-range \(attributes)/>")))
        #expect(WebDAVError(error).precondition == .validFilter)
    }

    @Test(arguments: [
        "", "<C:comp-filter name='VEVENT'/>", "<C:comp-filter/>", "<C:comp-filter name=''/>",
        "<C:comp-filter name='VCALENDAR'><C:is-not-defined/></C:comp-filter>",
        "<C:comp-filter name='VCALENDAR'/><C:comp-filter name='VCALENDAR'/>",
        "<C:comp-filter name='VCALENDAR'><C:comp-filter name='VCALENDAR'/></C:comp-filter>",
        "<C:comp-filter name='VCALENDAR'><C:comp-filter name='VALARM'/></C:comp-filter>",
        "<C:comp-filter name='VCALENDAR'><C:comp-filter name='STANDARD'/></C:comp-filter>",
        "<C:comp-filter name='VCALENDAR'><C:time-range start='20060104T000000Z'/></C:comp-filter>",
        RFC4791Queries.component("VTODO", "<C:comp-filter name='VEVENT'/>"),
        RFC4791Queries.component("VJOURNAL", "<C:comp-filter name='VALARM'/>"),
        RFC4791Queries.component("VTIMEZONE", "<C:time-range start='20060104T000000Z'/>"),
        RFC4791Queries.event("<C:is-not-defined/><C:prop-filter name='UID'/>"),
        RFC4791Queries.event("<C:text-match>a</C:text-match>"), RFC4791Queries.event("<C:param-filter name='A'/>"),
        RFC4791Queries.event("<C:time-range start='20060104T000000Z'/><C:time-range start='20060104T000000Z'/>"),
        RFC4791Queries.event("<C:prop-filter/>"),
        RFC4791Queries.event("<C:prop-filter name='SUMMARY'><C:time-range start='20060104T000000Z'/></C:prop-filter>"),
        RFC4791Queries.event("<C:prop-filter name='UID'><C:is-not-defined/><C:param-filter name='A'/></C:prop-filter>"),
        RFC4791Queries.event("<C:prop-filter name='UID'><C:comp-filter name='VALARM'/></C:prop-filter>"),
        RFC4791Queries.event(
            "<C:prop-filter name='DTSTART'><C:time-range end='20060104T000000Z'/><C:text-match/></C:prop-filter>"
        ),
        RFC4791Queries.event("<C:prop-filter name='UID'><C:text-match/><C:text-match/></C:prop-filter>"),
        RFC4791Queries.event(
            "<C:prop-filter name='UID'><C:text-match negate-condition='maybe'>a</C:text-match></C:prop-filter>"
        ),
        RFC4791Queries.event(
            "<C:prop-filter name='X'><C:param-filter name='A'><C:time-range end='20060104T000000Z'/></C:param-filter></C:prop-filter>"
        ),
    ])
    func `RFC 4791 §7.8 a filter that has no meaning violates valid-filter`(inner: String) throws {
        let error = try #require(try refusal(of: inner))
        #expect(WebDAVError(error).precondition == .validFilter)
        #expect(WebDAVError(error).status.code == 403)
    }

    @Test func `RFC 4791 §7.8 a range of an unknown component violates supported-filter, which names it`() throws {
        let inner = RFC4791Queries.component("VPOLL", "<C:time-range start='20060104T000000Z'/>")
        let error = try #require(try refusal(of: inner))
        let precondition = try #require(WebDAVError(error).precondition)
        #expect(precondition.name == Precondition.supportedFilter.name)
        #expect(precondition.element.children.map { $0.attribute("name") } == ["VPOLL"])
    }

    @Test(arguments: ["i;klingon", "i;*", ""])
    func `RFC 4791 §7.5 an unknown collation violates supported-collation`(collation: String) throws {
        let match = "<C:prop-filter name='UID'><C:text-match collation='\(collation)'>a</C:text-match></C:prop-filter>"
        let error = try #require(try refusal(of: event(match)))
        #expect(error == .unsupportedCollation(collation))
        #expect(WebDAVError(error).precondition == .supportedCollation)
    }

    @Test func `RFC 4918 §17 an element that is not known is skipped`() throws {
        let known = try filter(event("<C:prop-filter name='UID'/>"))
        #expect(
            try filter(event("<C:allprop/><x xmlns='urn:x'/><C:prop-filter name='UID'><C:y/></C:prop-filter>")) == known
        )
    }

    @Test func `a filter of too many parts is refused`() throws {
        let limits = FilterLimits(maximumParts: 4, maximumTextOctets: 10)
        let property = "<C:prop-filter name='UID'/>"
        #expect(try refusal(of: event(property + property), limits: limits) == nil)
        let error = try #require(try refusal(of: event(property + property + property), limits: limits))
        #expect(error == .tooManyParts(limit: 4))
        #expect(WebDAVError(error).precondition == .supportedFilter)
    }

    @Test func `a text that is too long is refused`() throws {
        let limits = FilterLimits(maximumParts: 4, maximumTextOctets: 10)
        func match(_ count: Int) -> String {
            let text = String(repeating: "a", count: count)
            return event("<C:prop-filter name='UID'><C:text-match>\(text)</C:text-match></C:prop-filter>")
        }
        #expect(try refusal(of: match(10), limits: limits) == nil)
        #expect(try refusal(of: match(11), limits: limits) == .textTooLong(limit: 10))
    }
}
