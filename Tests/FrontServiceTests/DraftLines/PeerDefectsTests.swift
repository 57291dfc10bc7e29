import AttachmentStore
import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// What other servers are known to get wrong with managed attachments, each with the tests that show this one right.
@Suite struct PeerDefectsTests {
    /// A defect of another server.
    struct Defect: CustomTestStringConvertible, Sendable {
        /// Which server has it.
        let server: String
        /// What it does.
        let what: String
        /// The names of the tests that would fail here.
        let tests: [String]

        /// The defect in the list of test cases.
        var testDescription: String { "\(server): \(what)" }
    }

    private static let defects =
        cyrus.map { Defect(server: "Cyrus", what: $0, tests: $1) }
        + calendarServer.map { Defect(server: "CalendarServer", what: $0, tests: $1) }
        + several.map { Defect(server: "several", what: $0, tests: $1) }

    private static let cyrus: [(String, [String])] = [
        (
            "a removal with rid frees bytes that other instances use",
            ["a removal from one instance keeps the bytes that other instances use"]
        ),
        (
            "an identical update keeps the managed ID",
            ["RFC 8607 §3.5 updating returns 204 with another Cal-Managed-ID, even for identical bytes"]
        ),
        ("attendees are not refused", ["RFC 8607 §3.11.3 an attendee can neither add, update nor remove"]),
        ("the URL is the digest of the content", ["equal bytes have URIs that say nothing of each other"]),
        ("the URL is readable by anyone who knows it", ["whoever knows the URI of an attachment reads nothing by it"]),
        (
            "files are shown inline, which is stored cross-site scripting",
            [
                "RFC 6266 §4.3 the file is offered under its name in UTF-8 and never inline",
                "the front mints no URL that is shown inline",
            ]
        ),
        ("the URL is built from the Host field", ["the Host field has no part in ATTACH and Location"]),
        (
            "DTEND of a component that rid makes is not shifted",
            ["DTEND of the component that an instance gets is shifted with DTSTART"]
        ),
        ("rid takes dates outside of the recurrence set", ["a date outside of the recurrence set makes no instance"]),
    ]

    private static let calendarServer: [(String, [String])] = [
        (
            "attachments of single instances are not known",
            ["RFC 8607 §3.4 M and instances get one attachment, with one link and one size"]
        ),
        ("the limits are not advertised", ["both limits are advertised on every calendar, new ones too"]),
        ("ranges are not served", ["RFC 9110 §14.2 one range is answered with 206 and that part"]),
        (
            "a removed attachment is 403",
            ["a removed attachment is 410 to its owner and tells why, and is never 403 to him"]
        ),
    ]

    private static let several: [(String, [String])] = [
        (
            "ATTACH is relative, or has a signed URL",
            ["ATTACH is an absolute URI without a signature, which would rot"]
        ),
        ("a removal by PUT is not understood", ["Apple Calendar removes by PUT, and adds the same name again"]),
        ("ATTACH changes between GETs", ["Apple Calendar wants ATTACH octet for octet the same between GETs"]),
    ]

    @Test(arguments: defects)
    func `every defect of a peer has tests that would find it here`(defect: Defect) {
        #expect(!defect.tests.isEmpty)
        for name in defect.tests { #expect(TestNames.all.contains(name), "no test has the name “\(name)”") }
    }

    @Test(arguments: [AttachmentConfiguration.Download.redirect, .stream])
    func `whoever knows the URI of an attachment reads nothing by it`(
        download: AttachmentConfiguration.Download
    ) async throws {
        try await AttachmentFront.run(configure: { $0.attachments.download = download }) { test async throws in
            try await test.meetingWithFile()
            let path = try await test.attachPath()
            for method in ["GET", "HEAD"] {
                let nobody = try await test.front.send(method, path, as: nil)
                #expect(nobody.status == .unauthorized)
                let stranger = try await test.front.send(method, path, as: "bob")
                #expect(stranger.status == .forbidden)
                for answer in [nobody, stranger] {
                    #expect(answer.headers[.location] == nil)
                    #expect(!String(buffer: answer.body).contains("Hello"))
                }
            }
        }
    }

    @Test func `both limits are advertised on every calendar, new ones too`() async throws {
        try await AttachmentFront.run { test async throws in
            let new = "/calendars/alice/new/"
            try await test.front.makeCalendar(new)
            let names = [CalendarProperty.maxAttachmentSize, CalendarProperty.maxAttachmentsPerResource]
            for calendar in ["/calendars/alice/calendar/", "/calendars/alice/tasks/", new] {
                let found = try await test.front.properties(names, of: calendar)
                #expect(names.map { found.found($0)?.trimmedText } == ["104857600", "100"], "\(calendar)")
            }
        }
    }

    @Test func `a removed attachment is 410 to its owner and tells why, and is never 403 to him`() async throws {
        try await AttachmentFront.run { test async throws in
            let id = try await test.meetingWithFile()
            let path = try await test.attachPath()
            #expect(try await test.remove(id).status == .noContent)
            let answer = try await test.front.send("GET", path)
            #expect(answer.status == .gone)
            #expect(answer.body.readableBytes > 0)
            #expect(try await test.front.send("GET", path, as: "bob").status == .notFound)
        }
    }
}
