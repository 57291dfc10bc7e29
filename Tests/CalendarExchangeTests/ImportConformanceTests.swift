import CalendarExchange
import DurableIO
import FoundationEssentials
import SystemPackage
import Testing

/// An import holds each object against what a PUT is held against, and names the line of the file.
struct ImportConformanceTests {
    /// Imports a stream of three events, the second of which has more lines from line 12 on, and looks at what it says.
    private func expectFinding(_ more: String, _ texts: String...) async throws {
        try await ExchangeFixture.with { fixture in
            let event = { (uid: String, more: String) in
                "BEGIN:VEVENT\nUID:\(uid)\nDTSTAMP:20260101T000000Z\nDTSTART:20260601T080000Z\n\(more)END:VEVENT\n"
            }
            let stream =
                "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//X//EN\n" + event("good", "") + event("bad", more)
                + event("last", "") + "END:VCALENDAR\n"
            try fixture.write(stream, to: "x.ics")
            let report = try await fixture.importing("x.ics") { $0.calendar = "calendar" }
            #expect(report.objects == 2)
            let finding = try #require(report.findings.first)
            #expect(report.findings.count == 1 && texts.allSatisfy(finding.contains), "\(report.findings)")
            #expect(try await fixture.objects("calendar").keys.sorted() == ["good.ics", "last.ics"])
        }
    }

    @Test func `RFC 5545 §3.6.1 DTEND and DURATION exclude each other, in an import too`() async throws {
        // What comes after it is imported too: see the events of the stream.
        try await expectFinding("DTEND:20260601T090000Z\nDURATION:PT1H\n", "x.ics: bad: Line 1", "exclude each other")
    }

    @Test(arguments: [
        ("DTEND;VALUE=DATE:20260602\n", "one is a DATE"), ("PRIORITY:high\n", "Line 13: the value of PRIORITY"),
        ("RRULE:FREQ=NEVER\n", "Line 13: "), ("TRANSP:OPAQUE\nTRANSP:OPAQUE\n", "more than one TRANSP"),
    ])
    func `RFC 4791 §5.3.2.1 what a PUT refuses an import refuses, and names the line of the file`(
        more: String,
        text: String
    ) async throws {
        try await expectFinding(more, "x.ics: bad: Line 1", text)
    }

    @Test func `a component without UID is named by its line`() async throws {
        try await ExchangeFixture.with { fixture in
            let text = ExchangeFixture.event("gone").replacing("UID:gone\n", with: "")
            try fixture.write(text, to: "x.ics")
            let report = try await fixture.importing("x.ics") { $0.calendar = "calendar" }
            #expect(report.objects == 0)
            #expect(report.findings.first?.contains("x.ics: Line 4: the component has no UID") == true)
        }
    }
}
