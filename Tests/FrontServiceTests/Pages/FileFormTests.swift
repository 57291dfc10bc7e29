import AttachmentKeeping
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ICalendar
import NIOCore
import SQLDatabase
import ServiceSupport
import Testing
import WebDAV

@testable import FrontService

struct FileFormTests {
    private static let files = "\(PageVisitor.event)files"

    private func visit(
        _ event: String = SampleEvent.text(),
        configure: (inout FrontConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (PageVisitor) async throws -> Void
    ) async throws {
        try await AttachmentFront.run(configure: configure) { front async throws in
            try await front.front.put(AttachmentFront.event, event)
            try await body(PageVisitor(front: front))
        }
    }

    private func names(_ alice: PageVisitor) async throws -> [[String?]] {
        try await alice.front.attachments().map { $0.map { $0.parameter("FILENAME") } }
    }

    @Test func `a file that is added by a form is the same as one that a client adds`() async throws {
        try await visit { alice async throws in
            let response = try await alice.submit(Self.files, [.file("menu é.txt", "text/plain", "Bread")])
            #expect(response.status == .seeOther, "\(response.text)")
            #expect(response.headers[.location] == "\(PageVisitor.event)?done=added")
            let attach = try #require(try await alice.front.attachments().first?.first)
            #expect(attach.parameter("FILENAME") == "menu é.txt")
            #expect(attach.parameter("FMTTYPE") == "text/plain")
            #expect(attach.parameter("SIZE") == "5")
            #expect(try await alice.front.usage() == 5)
            let page = try await alice.page("\(PageVisitor.event)?done=added")
            #expect(page.contains(#"<p class="done" role="status">Added.</p>"#))
            #expect(page.contains(">menu é.txt</a>"))
        }
    }

    @Test func `a form can bring several files, and controls without a file are none`() async throws {
        try await visit { alice async throws in
            let parts: [PageVisitor.Part] = [
                .file("a.txt", "text/plain", "a"), .file("", "application/octet-stream", ""), .file("b", "x/y", "bb"),
            ]
            #expect(try await alice.submit(Self.files, parts).status == .seeOther)
            #expect(try await names(alice) == [["a.txt", "b"]])
        }
    }

    @Test func `a file can be for one occurrence`() async throws {
        let event = ScheduledEvent.recurring()
        try await visit(event) { alice async throws in
            let parts: [PageVisitor.Part] = [.field("rid", "20240104T100000"), .file("a.txt", "text/plain", "a")]
            #expect(try await alice.submit(Self.files, parts).status == .seeOther)
            #expect(try await names(alice) == [[], [], ["a.txt"]])
            #expect(try await alice.page().contains("only Thu 4 Jan 2024, 10:00 (Europe/Paris)"))
        }
    }

    @Test func `a file is replaced, and the former one can be brought back beside it`() async throws {
        try await visit { alice async throws in
            _ = try await alice.submit(Self.files, [.file("old.txt", "text/plain", "old")])
            let replace = try #require(try await alice.forms("replace").first)
            let response = try await alice.submit(replace, [.file("new.txt", "text/plain", "new")])
            #expect(response.headers[.location] == "\(PageVisitor.event)?done=replaced")
            #expect(try await names(alice) == [["new.txt"]])
            let restore = try #require(try await alice.forms("restore").first)
            #expect(try await alice.submit(restore).headers[.location] == "\(PageVisitor.event)?done=restored")
            #expect(try await names(alice) == [["new.txt", "old.txt"]])
        }
    }

    @Test func `a file is removed after a question, and comes back within the grace`() async throws {
        try await visit { alice async throws in
            _ = try await alice.submit(Self.files, [.file("menu.txt", "text/plain", "Bread")])
            let remove = try #require(try await alice.forms("remove").first)
            let question = try await alice.page(remove)
            #expect(question.contains("<strong>menu.txt</strong>"))
            #expect(try await names(alice) == [["menu.txt"]])
            #expect(try await alice.submit(remove).headers[.location] == "\(PageVisitor.event)?done=removed")
            #expect(try await names(alice) == [[]])
            #expect(try await alice.front.usage() == 0)
            let restore = try #require(try await alice.forms("restore").first)
            #expect(try await alice.submit(restore).status == .seeOther)
            #expect(try await names(alice) == [["menu.txt"]])
            #expect(try await alice.front.usage() == 5)
        }
    }

    @Test func `after the grace there is nothing to be brought back`() async throws {
        try await visit { alice async throws in
            _ = try await alice.submit(Self.files, [.file("menu.txt", "text/plain", "Bread")])
            _ = try await alice.submit(try #require(try await alice.forms("remove").first))
            let restore = try #require(try await alice.forms("restore").first)
            alice.front.front.clock.advance(by: 25 * 3_600)
            _ = try await ReleaseWorker(dependencies: alice.front.dependencies, logger: .silent).workOff()
            let response = try await alice.submit(restore)
            #expect([.gone, .conflict].contains(response.status))
            #expect(try await alice.forms("restore").isEmpty)
        }
    }

    @Test func `what a page showed and what is there now must be the same for a removal`() async throws {
        try await visit { alice async throws in
            _ = try await alice.submit(Self.files, [.file("menu.txt", "text/plain", "Bread")])
            let (token, etag) = (try await alice.hidden("token"), try await alice.hidden("etag"))
            let remove = try #require(try await alice.forms("remove").first)
            try await alice.front.added()
            let response = try await alice.send(remove, [.field("token", token), .field("etag", etag)])
            #expect(response.status == .preconditionFailed)
            #expect(response.text.contains("The event was changed meanwhile."))
            #expect(try await alice.front.attachments().first?.count == 2)
        }
    }

    @Test func `a form without a file changes nothing`() async throws {
        try await visit { alice async throws in
            let response = try await alice.submit(Self.files, [.file("", "application/octet-stream", "")])
            #expect(response.status == .badRequest)
            #expect(response.text.contains("No file was chosen."))
        }
    }

    @Test func `a file that is too large is refused in plain words, and nothing is left`() async throws {
        try await visit(configure: { $0.attachments.maximumSize = 4 }) { alice async throws in
            let response = try await alice.submit(Self.files, [.file("menu.txt", "text/plain", "Bread")])
            #expect(response.status == .forbidden)
            let sentence = "The file is too large: one file can have 4 bytes at most."
            #expect(response.text.contains(#"role="alert">\#(sentence)</p>"#))
            #expect(try await names(alice) == [[]])
            try await alice.front.settle()
            #expect(try await alice.front.references().isEmpty)
        }
    }

    @Test func `who sends several files is told what was added before one that is refused`() async throws {
        try await visit(configure: { $0.attachments.maximumSize = 4 }) { alice async throws in
            let parts: [PageVisitor.Part] = [
                .file("a.txt", "text/plain", "a"), .file("menu.txt", "text/plain", "Bread"),
            ]
            let response = try await alice.submit(Self.files, parts)
            #expect(response.status.kind == .clientError)
            #expect(response.text.contains("1 file was added; \u{2068}menu.txt\u{2069} was not. "))
            #expect(try await names(alice) == [["a.txt"]])
        }
    }

    @Test func `RFC 4331 §6 a quota that is used up is told in plain words`() async throws {
        try await visit(configure: { $0.quotaBytes = 4 }) { alice async throws in
            let response = try await alice.submit(Self.files, [.file("menu.txt", "text/plain", "Bread")])
            #expect(response.status == .insufficientStorage)
            #expect(response.text.contains("There is no room for the file: all your files together can have 4 bytes."))
            #expect(try await names(alice) == [[]])
        }
    }

    @Test func `RFC 4331 §6 a quota of calendar data that is used up is not told as one of files`() async throws {
        let limit = UInt64(SampleEvent.text().utf8.count + 1_000)
        try await visit(configure: { $0.calendarQuotaBytes = limit }) { alice async throws in
            let parts = (0..<12).map { PageVisitor.Part.file("\($0).txt", "text/plain", "a") }
            let response = try await alice.submit(Self.files, parts)
            #expect(response.status == .insufficientStorage, "\(response.text)")
            #expect(response.text.contains("There is no room in your calendars for one more file: "))
            #expect(!response.text.contains("all your files together"))
        }
    }

    @Test func `RFC 4331 §6 each quota that keeps a file from being brought back is told by its name`() throws {
        let url = try #require(ServiceURL(parsing: "https://cal.example.com"))
        var configuration = FrontConfiguration(publicURL: url, databaseURL: .sqlite(path: "unused"))
        (configuration.quotaBytes, configuration.calendarQuotaBytes) = (9, 7)
        let refusal = FormRefusal(configuration)
        let files = refusal.plain(WebDAVError(RestorationError.overQuota(limit: 9))) as? WebDAVError
        #expect(files?.message.contains("all your files together can have 9 bytes.") == true)
        let data = refusal.plain(WebDAVError(RestorationError.overCalendarQuota(limit: 7))) as? WebDAVError
        #expect(data?.message.contains("all events together can have 7 bytes.") == true)
        #expect(data?.status == .insufficientStorage)
    }

    @Test func `a name that is told has no characters that turn the direction of what follows`() async throws {
        try await visit(configure: { $0.attachments.maximumSize = 4 }) { alice async throws in
            let parts: [PageVisitor.Part] = [
                .file("a.txt", "text/plain", "a"), .file("b\u{2069}\u{202E}gpj.exe", "text/plain", "Bread"),
            ]
            let response = try await alice.submit(Self.files, parts)
            #expect(response.text.contains("1 file was added; \u{2068}bgpj.exe\u{2069} was not. "))
        }
    }

    @Test func `RFC 7578 §4.2 a form whose name of a file is no UTF-8 is 400, and nothing is stored`() async throws {
        try await visit { alice async throws in
            let parts: [PageVisitor.Part] = [
                .field("token", try await alice.hidden("token")), .field("etag", try await alice.hidden("etag")),
                .file("gr?e.txt", "text/plain", "Bread"),
            ]
            let octets = Array(PageVisitor.body(of: parts).utf8).map { $0 == UInt8(ascii: "?") ? 0xF6 : $0 }
            let response = try await alice.front.stream(
                RequestBody(buffer: ByteBuffer(bytes: octets)),
                to: Self.files,
                ["Content-Type": "multipart/form-data; boundary=b1", "Sec-Fetch-Site": "same-origin"]
            )
            #expect(response.status == .badRequest)
            #expect(try await alice.front.attachments().map(\.count) == [0])
            #expect(try await alice.front.references().isEmpty)
        }
    }

    @Test func `an event that has as many files as it can have takes no other`() async throws {
        try await visit(configure: { $0.attachments.maximumPerResource = 1 }) { alice async throws in
            let parts: [PageVisitor.Part] = [.file("a.txt", "text/plain", "a"), .file("b.txt", "text/plain", "b")]
            let response = try await alice.submit(Self.files, parts)
            #expect(response.text.contains("1 file was added; \u{2068}b.txt\u{2069} was not. "))
            #expect(response.text.contains("The event has as many files as it can have, which is 1."))
            #expect(try await names(alice) == [["a.txt"]])
        }
    }

    @Test func `RFC 8607 §3.11.3 an attendee sees the files, and no form`() async throws {
        try await visit(ScheduledEvent.recurring(organizer: "bob")) { alice async throws in
            let page = try await alice.page()
            #expect(page.contains("Only the organizer can change the files of this event."))
            #expect(!page.contains("<form"))
        }
    }

    @Test func `a body in pieces of any length is the same form`() async throws {
        try await visit { alice async throws in
            let token = try await alice.hidden("token")
            let text = PageVisitor.body(of: [.field("token", token), .file("a.bin", "a/b", "x\r\n--b\r\ny")])
            let (pieces, continuation) = AsyncStream<ByteBuffer>.makeStream()
            for octet in text.utf8 { continuation.yield(ByteBuffer(bytes: [octet])) }
            continuation.finish()
            let head = try await alice.front.stream(
                RequestBody(asyncSequence: pieces),
                to: Self.files,
                ["Content-Type": "multipart/form-data; boundary=b1", "Sec-Fetch-Site": "same-origin"]
            )
            #expect(head.status == .seeOther)
            #expect(try await alice.front.attachments().first?.first?.parameter("SIZE") == "9")
        }
    }
}
