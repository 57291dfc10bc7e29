import AttachmentStore
import BlobModel
import BlobStoreTesting
import CalendarExchange
import CalendarStore
import DurableIO
import FoundationEssentials
import ICalendar
import MetadataStoreTesting
import SQLDatabase
import Subprocess
import SystemPackage
import Testing

struct CalendarExportTests {
    private let attach =
        "ATTACH;MANAGED-ID=<ID>;FMTTYPE=text/plain;SIZE=5;FILENAME=\"a b.txt\":https://f/attachments/<ID>/x\n"

    private func export(
        _ fixture: ExchangeFixture,
        to name: String = "out",
        _ change: (inout ExportOptions) -> Void = { _ in }
    ) async throws -> ExportReport {
        var options = ExportOptions()
        change(&options)
        let export = CalendarExport(
            of: fixture.alice.uid,
            in: fixture.database,
            blobs: fixture.blobs,
            options: options
        )
        var folder = try FolderArchive(fixture.directory.appending(name))
        return try await export.run(to: &folder) { _, _ in }
    }

    /// Unfolds lines (RFC 5545 §3.1).
    private func unfolded(_ text: String) -> String { text.replacing("\r\n ", with: "") }

    @Test func `a calendar is one iCalendar object, and its attachments are files that it refers to`() async throws {
        let attach = attach
        try await ExchangeFixture.with { fixture in
            let id = try await fixture.put("a.ics", ExchangeFixture.event("a", attach), attaching: Array("Hello".utf8))
            _ = try await fixture.put("b.ics", ExchangeFixture.event("b", "X-KEPT;X-P=\"1:2\":as it is\n"))
            let report = try await export(fixture)
            #expect((report.calendars, report.objects, report.attachments, report.attachmentBytes) == (2, 2, 1, 5))
            #expect(report.findings.isEmpty)
            let listing = try fixture.text("out/calendars.json")
            #expect(listing.contains("\"name\" : \"calendar\""), "\(listing)")
            let names = try LocalFileSystem().list(at: fixture.directory.appending("out")).map(\.string)
            let file = try #require(names.first { $0.hasSuffix(".ics") && !$0.lowercased().contains("task") })
            let text = unfolded(try fixture.text("out/\(file)"))
            _ = try ICalendarObject(parsing: Array(text.utf8))
            #expect(text.components("BEGIN:VEVENT") == 2 && text.components("BEGIN:VCALENDAR") == 1)
            #expect(text.contains("X-KEPT;X-P=\"1:2\":as it is\r\n"))
            // RFC 7986 §5.1, and what clients had before it.
            #expect(text.contains("\r\nNAME:Calendar\r\nX-WR-CALNAME:Calendar\r\n"))
            #expect(text.contains(":attachments/\(id)/a%20b.txt\r\n") && !text.contains("MANAGED-ID"))
            #expect(text.contains("FILENAME=") && text.contains("SIZE=5"))
            #expect(try fixture.text("out/attachments/\(id)/a b.txt") == "Hello")
        }
    }

    @Test func `with a file for each object, one without attachments is octet for octet what was stored`() async throws
    {
        let attach = attach
        try await ExchangeFixture.with { fixture in
            let plain = ExchangeFixture.event("b", "X-KEPT:1\nSUMMARY:folded in a \n strange place\n")
            _ = try await fixture.put("b.ics", plain)
            let id = try await fixture.put(
                "c/d.ics",
                ExchangeFixture.event("c", attach),
                attaching: Array("Hello".utf8)
            )
            let report = try await export(fixture) {
                $0.isPerObject = true; $0.calendars = ["calendar"]
            }
            #expect(report.calendars == 1 && report.objects == 2)
            let folder = try #require(
                try LocalFileSystem().list(at: fixture.directory.appending("out")).map(\.string)
                    .first { $0 != "attachments" && $0 != "calendars.json" }
            )
            #expect(try fixture.text("out/\(folder)/b.ics") == plain.replacing("\n", with: "\r\n"))
            let other = unfolded(try fixture.text("out/\(folder)/c_d.ics"))
            #expect(other.contains(":../attachments/\(id)/a%20b.txt\r\n"), "\(other)")
        }
    }

    @Test func `RFC 5545 §3.8.1.1 an attachment that stands in the data has BASE64 and BINARY`() async throws {
        let attach = attach
        try await ExchangeFixture.with { fixture in
            _ = try await fixture.put("a.ics", ExchangeFixture.event("a", attach), attaching: Array("Hello".utf8))
            let report = try await export(fixture) {
                $0.isInline = true; $0.isPerObject = true
            }
            #expect(report.attachments == 1)
            let names = try LocalFileSystem().list(at: fixture.directory.appending("out")).map(\.string)
            #expect(!names.contains("attachments"))
            let texts = names.compactMap { try? fixture.text("out/\($0)/a.ics") }
            let text = unfolded(try #require(texts.first))
            #expect(text.contains("ENCODING=BASE64") && text.contains("VALUE=BINARY") && text.contains(":SGVsbG8=\r\n"))
        }
    }

    @Test func `RFC 5545 §3.6.5 a time zone is written once, and a different one of the same name under another`()
        async throws
    {
        try await ExchangeFixture.with { fixture in
            let zone = { (offset: String) in
                "BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:\(offset)\n"
                    + "TZOFFSETTO:\(offset)\nEND:STANDARD\nEND:VTIMEZONE\n"
            }
            let end = "DTEND;TZID=Z:20260601T100000\n"
            _ = try await fixture.put("a.ics", ExchangeFixture.event("a", end, zones: zone("+0100")))
            _ = try await fixture.put("b.ics", ExchangeFixture.event("b", end, zones: zone("+0100")))
            _ = try await fixture.put("c.ics", ExchangeFixture.event("c", end, zones: zone("+0200")))
            _ = try await fixture.put("d.ics", ExchangeFixture.event("d", end, zones: zone("+0200")))
            _ = try await export(fixture) { $0.calendars = ["calendar"] }
            let names = try LocalFileSystem().list(at: fixture.directory.appending("out")).map(\.string)
            let file = try #require(names.first { $0.hasSuffix(".ics") })
            let text = unfolded(try fixture.text("out/\(file)"))
            #expect(text.components("BEGIN:VTIMEZONE") == 2)
            #expect(text.components("DTEND;TZID=Z:") == 2 && text.components("DTEND;TZID=Z (2):") == 2, "\(text)")
            #expect(text.components("TZID:Z (2)\r\n") == 1)
        }
    }

    @Test func `bytes that are gone are a finding, and the rest is exported`() async throws {
        let attach = attach
        try await ExchangeFixture.with { fixture in
            let id = try await fixture.put("a.ics", ExchangeFixture.event("a", attach), attaching: Array("Hello".utf8))
            fixture.blobs.fail(with: .notFound(ContentID(of: Array(id.text.utf8).span)))
            let report = try await export(fixture)
            #expect(report.objects == 1 && report.attachments == 0)
            #expect(report.findings.count == 1 && report.findings[0].contains("a b.txt"), "\(report.findings)")
        }
    }

    @Test(arguments: [false, true])
    func `what the server took away is not exported, though its bytes are there still`(isInline: Bool) async throws {
        let attach = attach
        try await ExchangeFixture.with { fixture in
            let id = try await fixture.put("a.ics", ExchangeFixture.event("a", attach), attaching: Array("Hello".utf8))
            let terms = RemovalTerms(now: .sample(), grace: .zero)
            try await fixture.database.write { txn in
                try AttachmentStore().withdraw(id, reason: "Malware.", terms: terms, in: txn)
            }
            let report = try await export(fixture) {
                $0.isInline = isInline; $0.isPerObject = true
            }
            #expect(report.objects == 1 && report.attachments == 0 && report.findings == [])
            let names = try LocalFileSystem().list(at: fixture.directory.appending("out")).map(\.string)
            #expect(!names.contains("attachments"))
            let text = unfolded(try #require(names.compactMap { try? fixture.text("out/\($0)/a.ics") }.first))
            #expect(text.contains("ATTACH;FMTTYPE=text/plain;") && text.contains("SIZE=5"), "\(text)")
            #expect(text.contains(":https://f/attachments/\(id.text)/x\r\n") && !text.contains("MANAGED-ID"))
        }
    }

    @Test func `RFC 8607 §4.3 what is lost keeps its URI in the data, and has no MANAGED-ID there`() async throws {
        let attach = attach
        try await ExchangeFixture.with { fixture in
            let id = try await fixture.put("a.ics", ExchangeFixture.event("a", attach), attaching: Array("Hello".utf8))
            fixture.blobs.fail(with: .notFound(ContentID(of: Array(id.text.utf8).span)))
            let report = try await export(fixture) {
                $0.isInline = true; $0.isPerObject = true
            }
            #expect(report.objects == 1 && report.attachments == 0 && report.findings.count == 1)
            let names = try LocalFileSystem().list(at: fixture.directory.appending("out")).map(\.string)
            let text = unfolded(try #require(names.compactMap { try? fixture.text("out/\($0)/a.ics") }.first))
            #expect(text.contains(":https://f/attachments/\(id.text)/x\r\n") && !text.contains("MANAGED-ID"), "\(text)")
        }
    }

    @Test func `a zip is read by others, also with names beyond ASCII`() async throws {
        try await ExchangeFixture.with { fixture in
            let path = fixture.directory.appending("x.zip")
            var archive = try ZipArchive(path)
            let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            for (name, bytes) in [("ä/ö 🎄.txt", Array("Grüße".utf8)), ("large", large), ("empty", [])] {
                try archive.begin(name)
                for start in stride(from: 0, to: bytes.count, by: 70_000) {
                    try archive.write(Array(bytes[start..<min(start + 70_000, bytes.count)]))
                }
                try archive.end()
            }
            try archive.finish()
            let script = """
                import zipfile, sys
                z = zipfile.ZipFile(sys.argv[1])
                assert z.testzip() is None
                assert z.namelist() == ["ä/ö 🎄.txt", "large", "empty"], z.namelist()
                assert z.read("ä/ö 🎄.txt").decode() == "Grüße"
                assert z.read("large") == bytes(i * 31 & 255 for i in range(300000))
                """
            let result = try await Subprocess.run(
                .name("python3"),
                arguments: ["-c", script, path.string],
                output: .string(limit: 4_096),
                error: .string(limit: 4_096)
            )
            #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        }
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
