import ICalendar
import RandomTesting
import Testing

@testable import ManagedAttachments

struct AttachTextTests {
    @Test(arguments: [
        "ATTACH:x", "attach;VALUE=URI:x", "Attach:x", "AT\r\n TACH:x", "A\r\n\tT\n TACH:x", "ATTATTACH:x", "AATTACH",
        "a t t a c h", "SUMMARY:see attached",
    ])
    func `RFC 5545 §3.1 the name is found in every case, and however it is folded`(text: String) {
        #expect(AttachText.mayStand(in: Array("BEGIN:VEVENT\r\n\(text)\r\n".utf8)))
    }

    @Test(arguments: ["", "ATTAC", "ATTAXH:x", "ATTENDEE:mailto:a@example.com", "AT-TACH", "ATTATTAC", "Aттach"])
    func `what has not all of the letters has no ATTACH`(text: String) {
        #expect(!AttachText.mayStand(in: Array(text.utf8)))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `what a parser finds is found however the lines are cut`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let name = "ATTACH".map { Bool.random(using: &random) ? $0.lowercased() : String($0) }
            let folds = ["", "", "\r\n ", "\r\n\t", "\n "]
            let folded = name.map { $0 + (folds.randomElement(using: &random) ?? "") }.joined()
            let lines = [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Test//EN", "BEGIN:VEVENT", "UID:a",
                "DTSTAMP:20240101T000000Z", "DTSTART:20240101T000000Z", "\(folded):http://example.com/", "END:VEVENT",
                "END:VCALENDAR",
            ]
            let octets = Array(lines.map { $0 + "\r\n" }.joined().utf8)
            let resource = try CalendarObjectResource(parsing: octets)
            #expect(resource.attachPropertyCount == 1 && AttachText.mayStand(in: octets), "\(lines)")
        }
    }
}
