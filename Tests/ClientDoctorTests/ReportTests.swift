import ClientDoctor
import Testing

/// What is made of findings.
struct ReportTests {
    private let mixed = DoctorReport(
        base: "https://cal.example.com",
        user: "alice",
        findings: [
            Finding(.connection, .warning, "It answers by plain http."),
            Finding(.home, .ok, "There is a calendar."),
            Finding(.attach, .failure, "It is http.", advice: "Set public-url.", clients: [.appleCalendar]),
            Finding(.download, .ok, "The file comes.", clients: [.redirecting]),
            Finding(.download, .note, "No file.", clients: [.plain]),
            Finding(.range, .warning, "No ranges.", clients: [.redirecting]),
        ]
    )

    @Test func `the text has the way, what clients meet, and the sum`() {
        #expect(
            mixed.text == """
                alice at https://cal.example.com

                WARNING  connection    It answers by plain http.
                ok       home          There is a calendar.
                FAILURE  ATTACH        It is http.
                                       → Set public-url.
                ok       download      The file comes.
                note     download      No file.
                WARNING  range         No ranges.

                What clients meet:
                  All: It answers by plain http.
                  Apple Calendar: It finds the calendars, and opens no file.
                    - It is http.
                  A client that follows redirects: It finds the calendars and opens files, and may have trouble.
                    - No ranges.
                  A client that asks the attachment server itself: It finds the calendars; no file was opened.
                  A client that follows no redirect: It finds the calendars; no file was opened.
                    - No file.

                1 failure, 2 warnings.
                """
        )
    }

    @Test func `whoever does not get to the calendars is told so`() {
        let lost = DoctorReport(base: "", user: "", findings: [Finding(.login, .failure, "Not let in.")])
        #expect(lost.prospects.allSatisfy { $0.sentence == "It does not get to the calendars." })
        #expect(lost.text.contains("  All: It does not get to the calendars.\n    - Not let in.\n"))
    }

    @Test func `the gravest finding counts`() {
        #expect(mixed.severity == .failure)
        #expect(DoctorReport(base: "", user: "", findings: []).severity == .ok)
        #expect(Severity.allCases.sorted() == [.ok, .note, .warning, .failure])
    }
}
