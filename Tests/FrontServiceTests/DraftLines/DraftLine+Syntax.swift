import AttachmentStore
import HTTPTypes
import HummingbirdTesting
import ICalendar
import Testing

@testable import FrontService

extension DraftLine {
    /// §4, Modifications to iCalendar Syntax, and §5, Additional Message Header Fields.
    static let syntax: [DraftLine] = [
        DraftLine("4.1", #"MAY be specified on "ATTACH" properties"#) { test async throws in
            // Text, not an integer: values beyond 2147483647 are stored as they are on what is not managed.
            let large = "ATTACH;SIZE=5000000000:https://elsewhere.example.com/film.mp4\r\n"
            #expect(try await test.put(ScheduledEvent.attaching(large)).status == .created)
            #expect(try await test.firstAttach().parameter("SIZE") == "5000000000")
        },
        DraftLine("4.2", #"MAY be specified on "ATTACH" properties corresponding to managed attachments"#) {
            test async throws in
            try await test.meetingWithFile(["Content-Disposition": "attachment; filename=agenda.html"])
            #expect(try await test.firstAttach().parameter("FILENAME") == "agenda.html")
        },
        DraftLine(
            "4.2",
            "clients MUST follow the guidelines expressed in Section 4.3 of [RFC6266]",
            shownBy: "RFC 6266 §4.3 the file is offered under its name in UTF-8 and never inline"
        ),
        DraftLine("4.2", "servers MUST follow those same guidelines before storing a value") { test async throws in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            for (sent, stored) in [
                ("../../etc/passwd", "passwd"), ("C:\\\\Windows\\\\win.ini", "win.ini"), (".bashrc", "bashrc"),
                ("NUL.txt", "_NUL.txt"), ("plan.pdf. ", "plan.pdf"),
            ] {
                let id = try await test.added("x", ["Content-Disposition": "attachment; filename=\"\(sent)\""])
                #expect(try await test.firstAttach().parameter("FILENAME") == stored)
                #expect(try await test.remove(id).status == .noContent)
            }
        },
        DraftLine("4.3", #"MUST be specified on "ATTACH" properties corresponding to managed attachments"#) {
            test async throws in
            let id = try await test.meetingWithFile()
            let uri = try await test.firstAttach().value
            #expect(try await test.firstAttach().parameter("MANAGED-ID") == id.text)
            // A client that drops it changes nothing of that.
            let stripped = RecurringEvent.text.replacing("END:VEVENT", with: "ATTACH:\(uri)\r\nEND:VEVENT")
            #expect(try await test.put(stripped).status == .noContent)
            #expect(try await test.firstAttach().parameter("MANAGED-ID") == id.text)
        },
        DraftLine("4.3", "MUST NOT be present in the case of non managed attachments") { test async throws in
            let plain = ScheduledEvent.attaching("ATTACH:https://elsewhere.example.com/a.txt\r\n")
            #expect(try await test.put(plain).status == .created)
            let id = try await test.added()
            #expect(try await test.attachments().first?.map { $0.parameter("MANAGED-ID") } == [nil, id.text])
        },
        DraftLine("5.1", "MUST be sent only in response to a successful POST request") { test async throws in
            let id = try await test.meetingWithFile()
            // RFC 8607 §5.1 sends it for updates, too.
            #expect(try await test.act("attachment-add").headers[.calManagedID] != nil)
            let others = [
                try await test.act("attachment-add&managed-id=\(id)"), try await test.act("attachment-add&rid=x"),
                try await test.remove(id), try await test.front.send("GET", AttachmentFront.event),
                try await test.put(RecurringEvent.text),
            ]
            #expect(others.allSatisfy { $0.headers[.calManagedID] == nil })
        },
    ]
}
