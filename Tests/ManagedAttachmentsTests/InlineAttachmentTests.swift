import ICalendar
import ManagedAttachments
import Testing

@Suite("Inline attachments")
struct InlineAttachmentTests {
    private let file = "ATTACH;FMTTYPE=text/plain;FILENAME=f.txt;ENCODING=BASE64;VALUE=BINARY:Zm9vYmFy"

    @Test func `a file in several components is listed once, with all its places`() throws {
        let series = try Sample.series(
            master: ["ATTACH:https://x.example.com/", file],
            override: [file, "ATTACH;ENCODING=BASE64;VALUE=BINARY:Zm9vYmFy"]
        )
        let files = try Sample.planner().inlineAttachments(in: series, from: 1)
        #expect(files.map(\.positions) == [[1, 2], [3]])
        #expect(files.map(\.label.filename) == ["f.txt", "attachment.bin"])
        #expect(files.map(\.content.size) == [6, 6])
    }

    @Test(arguments: [(6, 1_000, 1), (7, 1_000, 0), (1, 6, 1), (1, 5, 0)])
    func `only files within the bounds are listed`(minimum: Int, maximum: UInt64, count: Int) throws {
        let planner = try Sample.planner(maximumSize: maximum)
        #expect(planner.inlineAttachments(in: try Sample.event(file), from: minimum).count == count)
    }

    @Test(arguments: ["FILENAME", "X-FILENAME", "X-APPLE-FILENAME"])
    func `the name is what any of the known parameters says`(parameter: String) throws {
        let line = "attach;encoding=base64;\(parameter)=\"../menu.pdf\":Zm9vYmFy"
        let file = try #require(try Sample.planner().inlineAttachments(in: try Sample.event(line), from: 1).first)
        #expect(file.label.filename == "menu.pdf")
    }

    @Test func `an alarm's files are its own, and a URI is no file`() throws {
        let event = try Sample.event(
            "ATTACH;FMTTYPE=text/plain:Zm9vYmFy",
            "ATTACH;ENCODING=BASE64;VALUE=BINARY:Zm9v!mFy",
            "BEGIN:VALARM",
            file,
            "END:VALARM"
        )
        #expect(try Sample.planner().inlineAttachments(in: event, from: 0).isEmpty)
    }

    @Test func `what stands for a file takes its place, and all else stays octet for octet`() throws {
        let event = try Sample.event("ATTACH:https://x.example.com/", file, "X-OTHER;A=b:c")
        let planner = try Sample.planner()
        let replaced = planner.replacingInline([1: try Sample.attachment("a")], in: event)
        let line = "ATTACH;FMTTYPE=application/pdf;FILENAME=a.pdf;MANAGED-ID=a;SIZE=10:\(Sample.uri("a"))"
        #expect(replaced.attachLines == [["ATTACH:https://x.example.com/", line]])
        #expect(
            replaced.lines.first?.filter { !$0.hasPrefix("ATTACH;") }
                == event.lines.first?.filter { !$0.hasPrefix("ATTACH;") }
        )
    }

    @Test func `an arriving attachment is linked, counted, and described`() throws {
        let event = try Sample.event(file)
        let knowledge = AttachmentKnowledge(
            linked: [],
            standings: [:],
            role: .none,
            arriving: [0: try Sample.attachment("a")]
        )
        let plan = try Sample.planner().reconcile(event, replacing: nil, knowing: knowledge)
        #expect(plan.effects == [.link(ManagedID("a"))])
        #expect(plan.isDataChanged)
        #expect(throws: ManagedAttachmentViolation.maxAttachmentsPerResource(limit: 0)) {
            try Sample.planner(maximumPerResource: 0).reconcile(event, replacing: nil, knowing: knowledge)
        }
    }

    @Test func `an attendee's file stays in the data`() throws {
        let event = try Sample.event(file)
        let knowledge = AttachmentKnowledge(
            linked: [],
            standings: [:],
            role: .attendee,
            arriving: [0: try Sample.attachment("a")]
        )
        let plan = try Sample.planner().reconcile(event, replacing: nil, knowing: knowledge)
        #expect(plan.effects.isEmpty && !plan.isDataChanged)
    }
}
