import CalDAV
import Recurrence
import Testing

@Suite struct FilterHintTests {
    private func hint(_ filter: String) throws -> FilterHint {
        try RFC4791Queries.parse(RFC4791Queries.query(filter: filter)).filter.hint
    }

    private static let range = "<C:time-range start='20060104T000000Z' end='20060105T000000Z'/>"
    private static let seconds: Range<Int64> = 1_136_332_800..<1_136_419_200

    @Test(
        arguments: [
            ("<C:comp-filter name='VCALENDAR'/>", nil, true), (RFC4791Queries.event(""), ["VEVENT"], true),
            (RFC4791Queries.component("VTIMEZONE", ""), nil, false),
            (RFC4791Queries.component("VTODO", "<C:is-not-defined/>"), nil, false),
            (RFC4791Queries.event("<C:prop-filter name='SUMMARY'/>"), ["VEVENT"], false),
            (
                "<C:comp-filter name='VCALENDAR'><C:comp-filter name='VEVENT'/><C:comp-filter name='VTODO'/></C:comp-filter>",
                [], false
            ),
            ("<C:comp-filter name='VCALENDAR'><C:prop-filter name='PRODID'/></C:comp-filter>", nil, false),
        ] as [(String, Set<String>?, Bool)]
    )
    func `the type of the components is known, and may decide alone`(
        filter: String,
        types: Set<String>?,
        isExact: Bool
    ) throws {
        let hint = try hint(filter)
        #expect(hint.componentTypes == types)
        #expect(hint.isExact == isExact)
        #expect(hint.timeRange == nil)
    }

    @Test(arguments: [
        RFC4791Queries.event(range), RFC4791Queries.event("<C:comp-filter name='VALARM'>\(range)</C:comp-filter>"),
        RFC4791Queries.event("<C:prop-filter name='DTSTART'>\(range)</C:prop-filter>"),
    ])
    func `a range of instances or alarms is the range of the index, which does not decide alone`(filter: String) throws
    {
        let hint = try hint(filter)
        #expect(hint.timeRange == Self.seconds)
        #expect(!hint.isExact)
    }

    @Test func `a range of another property says nothing of the index`() throws {
        let hint = try hint(RFC4791Queries.event("<C:prop-filter name='DTSTAMP'>\(Self.range)</C:prop-filter>"))
        #expect(hint.timeRange == nil)
        #expect(!hint.isExact)
    }

    @Test func `a component of another specification has no spans, so that its times are not looked for there`() throws
    {
        let property = "<C:prop-filter name='DTSTART'>\(Self.range)</C:prop-filter>"
        #expect(try hint(RFC4791Queries.component("X-THING", property)).timeRange == nil)
        #expect(try hint(RFC4791Queries.component("VFREEBUSY", property)).timeRange == Self.seconds)
    }

    @Test func `an open end is the end of all numbers`() throws {
        let start = try hint(RFC4791Queries.event("<C:time-range start='20060104T000000Z'/>"))
        #expect(start.timeRange == Self.seconds.lowerBound..<Int64.max)
        let end = try hint(RFC4791Queries.event("<C:time-range end='20060105T000000Z'/>"))
        #expect(end.timeRange == Int64.min..<Self.seconds.upperBound)
    }

    @Test func `RFC 4791 §7.8.6 a UID is decided without the data, its escapes undone`() throws {
        let hint = try hint(
            RFC4791Queries.event(
                "<C:prop-filter name='UID'><C:text-match collation='i;octet'>a,b</C:text-match></C:prop-filter>"
            )
        )
        #expect(hint.isExact)
        #expect(hint.admits(uid: "xa,by") && hint.admits(uid: "a\\,b"))
        #expect(!hint.admits(uid: "A,B"))
    }

    @Test func `a UID that is not to have a text is decided without the data too`() throws {
        let match = "<C:text-match negate-condition='yes'>a</C:text-match>"
        let hint = try hint(RFC4791Queries.event("<C:prop-filter name='UID'>\(match)</C:prop-filter>"))
        #expect(hint.isExact && hint.admits(uid: "b") && !hint.admits(uid: "bab"))
    }

    @Test func `without a test of the UID every UID is admitted`() throws {
        #expect(try hint(RFC4791Queries.event("")).admits(uid: ""))
    }
}
