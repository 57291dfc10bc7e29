import AttachmentStore
import BlobAPI
import BlobModel
import FoundationEssentials
import HTTPSemantics
import HTTPTypes
import HummingbirdTesting
import ICalendar
import ManagedAttachments
import NIOCore
import RandomTesting
import Testing

@testable import FrontService

/// A name on its whole way: from the client's field to FILENAME, and from there to every field that offers the file.
@Suite struct SafeNameTests {
    private static let event = AttachmentFront.event

    private static let harmless = [
        "agenda.html", "two words.txt", "größe.txt", "Straße & Söhne (1).pdf", "市場の写真.jpg", "مستند.pdf", "🎄.png",
        "naïve;.txt", "a:b.txt", "a,b.txt", "it's.txt", "50%.txt", "%41.txt", "a'b''c.txt", "x*y.txt", "^n.txt",
        "^^caret^'.txt", "a=b&c.txt", "#1?.txt", "[x]{y}|z~.txt", "a+b.txt", "$HOME.txt", "no extension", "a.tar.gz",
        #"say "yes".txt"#, "e\u{301}.txt", "a\u{3000}b.txt", "<script>.txt",
    ]

    private static let harmful = [
        ("../../etc/passwd", "passwd"), (#"C:\Windows\win.ini"#, "win.ini"), ("/etc/", "etc"), (".bashrc", "bashrc"),
        ("...", "attachment.bin"), ("a\u{0}b.txt", "ab.txt"), ("a\r\nSet-Cookie: b", "aSet-Cookie: b"),
        ("line\nbreak.txt", "linebreak.txt"), ("NUL.txt", "_NUL.txt"), ("com1", "_com1"), ("plan.pdf. .", "plan.pdf"),
        ("pdf\u{202E}fdp.exe", "pdffdp.exe"), ("\u{FEFF}a\u{200B}b.txt", "ab.txt"), ("", "attachment.bin"),
    ]

    /// The field of a client that keeps to RFC 8187 §3.2.
    private static func disposition(_ name: String) -> [String: String] {
        let digits = Array("0123456789ABCDEF")
        let encoded = name.utf8.map { "%\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
        return ["Content-Disposition": "attachment; filename*=UTF-8''\(encoded)"]
    }

    private static func filename(_ field: String?) -> String? {
        field.flatMap { ContentDisposition(parsing: $0) }?.filename
    }

    /// Adds a file to an empty event, and returns its ATTACH.
    private static func attach(_ name: String, _ test: AttachmentFront) async throws -> Property {
        try await test.front.put(event, SampleEvent.text())
        try await test.added("x", disposition(name))
        return try #require(try await test.attachments().first?.first)
    }

    private static func path(_ attach: Property) -> String {
        "/" + attach.value.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3).joined(separator: "/")
    }

    // MARK: In

    @Test func `RFC 8607 §4.2 a harmless name is kept, whatever characters it has`() async throws {
        try await AttachmentFront.run { test async throws in
            for name in Self.harmless {
                let attach = try await Self.attach(name, test)
                #expect(attach.parameter("FILENAME") == name)
            }
        }
    }

    @Test func `RFC 6266 §4.3 a harmful name is made harmless before it is stored`() async throws {
        try await AttachmentFront.run { test async throws in
            for (name, stored) in Self.harmful {
                let attach = try await Self.attach(name, test)
                #expect(attach.parameter("FILENAME") == stored, "\(name.debugDescription)")
            }
        }
    }

    @Test func `octets of a name that are no UTF-8 are replaced before it is stored`() async throws {
        try await AttachmentFront.run(.live) { test async throws in
            try await test.front.put(Self.event, SampleEvent.text())
            let port = try #require(test.front.client.port)
            let head = [
                "POST \(Self.event)?action=attachment-add HTTP/1.1", "Host: localhost",
                "Authorization: Basic \(Data("alice:alice".utf8).base64EncodedString())", "Content-Length: 1",
                "Content-Disposition: attachment; filename=\"gr",
            ]
            let octets = Array(head.joined(separator: "\r\n").utf8) + [0xF6, 0xDF] + Array("e.txt\"\r\n\r\nx".utf8)
            try await WaitingClient.connect(to: port) { client in
                try await client.send(octets)
                #expect(try await client.status() == 201)
            }
            let attach = try #require(try await test.attachments().first?.first)
            #expect(attach.parameter("FILENAME") == "gr\u{FFFD}\u{FFFD}e.txt")
        }
    }

    @Test func `RFC 6868 §3 what a client puts back of a name is stored octet for octet`() async throws {
        try await AttachmentFront.run { test async throws in
            for name in Self.harmless {
                _ = try await Self.attach(name, test)
                let data = try await test.data()
                #expect(try await test.put(data).status == .noContent)
                #expect(try await test.data() == data, "\(name)")
            }
        }
    }

    @Test func `a client that writes another name of a managed attachment gets the stored one back`() async throws {
        try await AttachmentFront.run { test async throws in
            for name in Self.harmless {
                let attach = try await Self.attach(name, test)
                let id = try #require(attach.parameter("MANAGED-ID"))
                let line = "ATTACH;MANAGED-ID=\(id);FILENAME=\"../evil^'.exe\":\(attach.value)\r\n"
                #expect(try await test.put(ScheduledEvent.attaching(line)).status == .noContent)
                let stored = try #require(try await test.attachments().first?.first)
                #expect(stored.parameter("FILENAME") == name)
            }
        }
    }

    @Test func `the name of an attachment that is not managed is none of the server's business`() async throws {
        try await AttachmentFront.run { test async throws in
            let line = "ATTACH;FILENAME=\"../evil^'.exe\":https://elsewhere.example.com/evil.exe\r\n"
            #expect(try await test.put(ScheduledEvent.attaching(line)).status == .created)
            #expect(try await test.data() == ScheduledEvent.attaching(line))
        }
    }

    // MARK: Out

    @Test func `RFC 8187 §3.2 the name that is streamed is FILENAME`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.download = .stream }) { test async throws in
            for name in Self.harmless + Self.harmful.map(\.0) {
                let attach = try await Self.attach(name, test)
                let answer = try await test.front.send("GET", Self.path(attach))
                let field = try #require(answer.headers[.contentDisposition])
                #expect(field.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "\(field)")
                #expect(Self.filename(field) == attach.parameter("FILENAME"), "\(field)")
                #expect(field.hasPrefix("attachment;"))
            }
        }
    }

    @Test func `the name that is redirected to, and that a node is told, is FILENAME`() async throws {
        try await AttachmentFront.run { test async throws in
            for name in Self.harmless {
                let path = Self.path(try await Self.attach(name, test))
                let grant = try await Self.redirected(path, test).grant
                #expect(grant.filename == name)
                #expect(try await Self.substituted(path, test).filename == name)
            }
        }
    }

    @Test func `the front mints no URL that is shown inline`() async throws {
        try await AttachmentFront.run { test async throws in
            try await test.front.put(Self.event, SampleEvent.text())
            for type in ["text/html", "image/svg+xml", "application/xhtml+xml", "application/pdf", "text/plain", "x"] {
                let fields = ["Content-Type": type, "Content-Disposition": "inline; filename=a.html"]
                let id = try await test.added("<script>alert(1)</script>", fields)
                let attach = try #require(try await test.attachments().first?.first)
                #expect(try await !Self.redirected(Self.path(attach), test).grant.isInline, "\(type)")
                let told = try await Self.redirected(Self.path(attach) + "?i=1&inline=1", test)
                #expect(!told.grant.isInline, "\(type)")
                #expect(try await test.remove(id).status == .noContent)
            }
        }
    }

    /// Fetches as a client that follows redirects, and returns where it is sent.
    private static func redirected(_ path: String, _ test: AttachmentFront) async throws -> SignedURL {
        let answer = try await test.front.send("GET", path)
        let location = try #require(answer.headers[.location])
        let start = try #require(location.firstRange(of: "/d/v1/")).lowerBound
        let parts = location[start...].split(separator: "?", maxSplits: 1)
        return try SignedURL(parsingPath: String(parts[0]), query: String(parts[1]))
    }

    /// Asks as the node does that a client went to by substitution (RFC 8607 §6.1).
    private static func substituted(_ path: String, _ test: AttachmentFront) async throws -> DownloadAuthorization {
        let question = DownloadAuthorizationRequest(
            path: path,
            authorization: "Basic \(Data("alice:alice".utf8).base64EncodedString())",
            clientAddress: "192.0.2.7",
            method: "GET"
        )
        let position = test.deployment.position(of: try await test.domain())
        let answer = try await test.call(
            .post,
            BlobAPI.Operation.authorizeDownload.template,
            [.authorization: test.deployment.authorization(position), .contentType: APICoding.mediaType],
            body: try APICoding.encode(question)
        )
        return try APICoding.decode(DownloadAuthorization.self, from: Array(buffer: answer.body))
    }

    // MARK: Any name

    @Test func `whatever scalars a client sends, the name is safe, and the same everywhere`() async throws {
        let seed = UInt64.random(in: .min ... .max)
        try await AttachmentFront.run(configure: { $0.attachments.download = .stream }) { test async throws in
            var random = SeededGenerator(seed: seed)
            for round in 0..<TestRounds.count(60) {
                let sent = round % 3 == 0 ? random.trap() : random.scalars(count: 0...120)
                let attach = try await Self.attach(sent, test)
                let name = attach.parameter("FILENAME") ?? ""
                #expect(AttachmentFilename(name, mediaType: "application/octet-stream").text == name, "seed \(seed)")
                #expect((1...200).contains(name.utf8.count), "seed \(seed)")
                let answer = try await test.front.send("GET", Self.path(attach))
                #expect(Self.filename(answer.headers[.contentDisposition]) == name, "seed \(seed)")
            }
        }
    }
}

extension SeededGenerator {
    /// Returns a name that means something to a system once it is cut, or read scalar by scalar.
    fileprivate mutating func trap() -> String {
        let word = ["CON", "nul", "Com1", "LPT³", "conin$", "~", "|", "..", " "].randomElement(using: &self) ?? ""
        let tower = String(repeating: "\u{301}", count: Int.random(in: 0...300, using: &self))
        let base = ["", "x", " ", "_"].randomElement(using: &self) ?? ""
        let end = ["", ".pdf", ".\u{301}pdf", ".", " .\u{308}"].randomElement(using: &self) ?? ""
        return word + base + tower + end
    }

    /// Returns a text of any Unicode scalars, those of ASCII and those that parsers mind more often.
    fileprivate mutating func scalars(count: ClosedRange<Int>) -> String {
        let edges = Array("/\\\".;:%'^~*= \t\r\n\u{0}\u{7F}\u{85}\u{2028}\u{202E}\u{FEFF}".unicodeScalars)
        let scalars = (0..<Int.random(in: count, using: &self)).compactMap { _ -> Unicode.Scalar? in
            switch Int.random(in: 0..<3, using: &self) {
            case 0: edges.randomElement(using: &self)
            case 1: Unicode.Scalar(UInt32.random(in: 0...0x17F, using: &self))
            default: Unicode.Scalar(UInt32.random(in: 0x180...0x10FFFF, using: &self))
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
