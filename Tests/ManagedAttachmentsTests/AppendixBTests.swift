import Foundation
import ICalendar
import ManagedAttachments
import Testing

/// The example of draft-ietf-calext-caldav-attachments-01 Appendix B on calendar data alone.
@Suite("Appendix B")
struct AppendixBTests {
    private func fixture(_ name: String) throws -> String {
        let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
        return try String(contentsOf: folder.appending(path: "attachments-draft-01/\(name).ics"), encoding: .utf8)
    }

    private func attachment(_ id: String, _ filename: String) throws -> ManagedAttachment {
        let label = AttachmentLabel(mediaType: "text/html", filename: filename)
        return ManagedAttachment(id: ManagedID(id), label: label, size: 10, uris: try Sample.uris())
    }

    @Test func `attachments draft-01 Appendix B an agenda of one instance makes its override`() throws {
        let series = try CalendarObjectResource(parsing: Array(try fixture("appendix-b-series").utf8))
        let plan = try Sample.planner().add(
            try attachment("33225", "agenda0220.html"),
            to: series,
            as: .organizer,
            instances: .only([.recurrenceID("20120220T100000")]),
            now: Sample.now
        )
        #expect(plan.calendar.text.replacing("\r\n ", with: "") == (try fixture("appendix-b-instance")))
        #expect(plan.calendar.text.hasPrefix(series.text.dropLast("END:VCALENDAR\r\n".count)))
        #expect(plan.effects == [.link(ManagedID("33225")), .sendSchedulingMessages])
    }
}
