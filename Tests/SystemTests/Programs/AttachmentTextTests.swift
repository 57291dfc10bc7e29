import AttachmentStore
import BlobModel
import FoundationEssentials
import Testing

@testable import attache

/// What the commands on attachments read from and write for people.
struct AttachmentTextTests {
    private static let id = "tmpge47yoazzodd36cxllhdgqi"

    @Test(
        arguments: [
            id, "https://cal.example.com/attachments/\(id)/a%20b.txt", "/attachments/\(id)/x", "/attachments/\(id)",
            "https://cal.example.com/attachments/\(id)/attachments",
        ]
    )
    func `an attachment is named by its managed ID or by its URI`(text: String) {
        #expect(AttachmentArgument(argument: text)?.id.text == Self.id)
    }

    @Test(arguments: ["", "x", "/attachments/", "https://cal.example.com/attachments/x/y", "\(id)/x", "\(id) "])
    func `other texts name no attachment`(text: String) {
        #expect(AttachmentArgument(argument: text) == nil)
    }

    @Test(arguments: [("2026-11-21T10:00:00Z", 1_795_255_200.0), ("2026-11-21", 1_795_219_200.0)])
    func `an instant is one of ISO 8601, or the beginning of a day in UTC`(text: String, seconds: Double) {
        #expect(InstantArgument(argument: text)?.date == Date(timeIntervalSince1970: seconds))
    }

    @Test(arguments: ["", "yesterday", "2026-13-01", "21.11.2026"])
    func `other texts are no instants`(text: String) {
        #expect(InstantArgument(argument: text) == nil)
    }

    @Test(arguments: ["/calendars/alice/calendar/a%20b.ics", "/calendars/alice/work/x"])
    func `an event is named by its path`(text: String) {
        #expect(EventArgument(argument: text) != nil)
    }

    @Test(arguments: ["", "/", "/calendars/alice/", "/calendars/alice/calendar/", "/principals/users/alice/", "x.ics"])
    func `other paths name no event`(text: String) {
        #expect(EventArgument(argument: text) == nil)
    }

    @Test func `what users wrote neither moves the cursor nor turns the direction`() {
        #expect("\(PlainText("a\u{1B}[31mb\nc\u{202E}d\u{2028}"))" == "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d\u{FFFD}")
        #expect("\(PlainText("Überblick № 7 👩‍👧.pdf"))" == "Überblick № 7 👩‍👧.pdf")
    }

    @Test func `a verdict is a clause for each kind`() throws {
        let octets: [UInt8] = [1, 2, 3]
        let blob = ContentID(of: octets.span)
        let by = StoredVerdict.Examination(engine: "ClamAV 1.4", date: Date(timeIntervalSince1970: 0))
        func text(_ finding: StoredVerdict.Finding) -> String {
            VerdictText(StoredVerdict(on: blob, finding)).description
        }
        #expect(text(.clean(by)) == "clean, ClamAV 1.4, 1970-01-01T00:00:00Z")
        #expect(text(.infected(name: "Eicar", by)) == "infected: Eicar, ClamAV 1.4, 1970-01-01T00:00:00Z")
        #expect(text(.due(by.date)) == "still to be scanned, from 1970-01-01T00:00:00Z on")
        #expect(text(.skipped(reason: "too long", at: by.date)) == "not scanned: too long, 1970-01-01T00:00:00Z")
    }
}
