import AttachmentStore
import BlobModel
import BlobStoreTesting
import CalendarExchange
import CalendarStore
import DurableIO
import FoundationEssentials
import ICalendar
import ManagedAttachments
import MetadataStoreTesting
import SQLDatabase
import SystemPackage
import Testing

struct CalendarImportTests {
    private let attach =
        "ATTACH;MANAGED-ID=<ID>;FMTTYPE=text/plain;SIZE=5;FILENAME=\"a b.txt\":https://f/attachments/<ID>/x\n"

    @Test(arguments: [false, true])
    func `where fronts have a scanner what is imported is due to be scanned, also what was clean before`(
        hasScanner: Bool
    ) async throws {
        try await ExchangeFixture.with { fixture in
            let blob = ContentID(of: Array("Hello".utf8).span)
            let clean = StoredVerdict.Finding.clean(.init(engine: "ClamAV", date: .sample()))
            try await fixture.database.write { txn in
                try AttachmentStore().record(StoredVerdict(on: blob, clean), in: txn)
            }
            try fixture.write(ExchangeFixture.event("e", "ATTACH:one.txt\nATTACH:two.txt\n"), to: "in/e.ics")
            for name in ["one", "two"] { try fixture.write(Array("Hello".utf8), to: "in/\(name).txt") }
            let report = try await fixture.importing("in") { $0.marksForScan = hasScanner }
            #expect(report.attachments > 0, "\(report.findings)")
            let verdict = try await fixture.database.read { txn in try AttachmentStore().verdict(on: blob, in: txn) }
            #expect(verdict?.finding == (hasScanner ? .due(.sample()) : clean))
        }
    }

    @Test(arguments: [1, 86_400])
    func `what was found to be infected within a day is withdrawn when it is imported, each copy of it`(
        age: Int
    ) async throws {
        try await ExchangeFixture.with { fixture in
            let blob = ContentID(of: Array("Hello".utf8).span)
            let infected = StoredVerdict.Finding.infected(
                name: "Eicar",
                .init(engine: "ClamAV", date: .sample(-age))
            )
            try await fixture.database.write { txn in
                try AttachmentStore().record(StoredVerdict(on: blob, infected), in: txn)
            }
            for uid in ["e", "f"] {
                try fixture.write(ExchangeFixture.event(uid, "ATTACH:one.txt\n"), to: "in/\(uid).ics")
            }
            try fixture.write(Array("Hello".utf8), to: "in/one.txt")
            let report = try await fixture.importing("in") { $0.marksForScan = true }
            let isRecent = age < 86_400
            #expect(report.objects == 2)
            #expect(report.findings.count(where: { $0.contains("is infected") }) == (isRecent ? 2 : 0))
            let (verdict, attachments) = try await fixture.database.read { txn in
                let store = AttachmentStore()
                return (try store.verdict(on: blob, in: txn), try store.attachments(withBytes: blob, in: txn))
            }
            #expect(verdict?.finding == (isRecent ? infected : .due(.sample())))
            #expect(attachments.count == (isRecent ? 2 : 1))
            #expect(attachments.allSatisfy { ($0.withdrawal != nil) == isRecent })
        }
    }

    @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
    func `what was exported comes back with its attachments, to another front and another user`(
        isPerObject: Bool,
        isInline: Bool
    ) async throws {
        let attach = attach
        try await ExchangeFixture.with { old in
            _ = try await old.put("a.ics", ExchangeFixture.event("a.ics", attach), attaching: Array("Hello".utf8))
            _ = try await old.put("b.ics", ExchangeFixture.event("b.ics", "X-KEPT;X-P=\"1:2\":as it is\n"))
            var options = ExportOptions()
            (options.isPerObject, options.isInline) = (isPerObject, isInline)
            let export = CalendarExport(of: old.alice.uid, in: old.database, blobs: old.blobs, options: options)
            let path = old.directory.appending("out")
            var folder = try FolderArchive(path)
            _ = try await export.run(to: &folder) { _, _ in }

            try await ExchangeFixture.with { new in
                try FileManager.default.moveItem(atPath: path.string, toPath: new.directory.appending("in").string)
                let report = try await new.importing("in")
                #expect(report.findings.isEmpty, "\(report.findings)")
                #expect((report.calendars, report.objects, report.present, report.attachments) == (0, 2, 0, 1))
                let texts = try await new.objects("calendar")
                #expect(texts.keys.sorted() == ["a.ics", "b.ics"])
                #expect(texts["b.ics"]?.contains("X-KEPT;X-P=\"1:2\":as it is\r\n") == true)
                let held = try #require(try await new.inventory().first)
                let expected = ":https://new.example/attachments/\(held.id)/a%20b.txt\r\n"
                #expect(texts["a.ics"]?.contains(expected) == true, "\(texts)")
                #expect(texts["a.ics"]?.contains("MANAGED-ID=\(held.id)") == true)
                #expect(held.attachment.filename == "a b.txt" && held.attachment.mediaType == "text/plain")
                let bytes = try await new.blobs.read(held.attachment.blob, in: new.domain(), range: nil)
                let collected = try await bytes.collect(upTo: 99)
                #expect(collected == Array("Hello".utf8))

                let again = try await new.importing("in")
                #expect((again.objects, again.present, again.attachments) == (0, 2, 0))
                let references = new.blobs.references(in: try new.domain())
                #expect(references.count == 1, "a second import stores nothing twice")
            }
        }
    }

    @Test func `a stream of several objects is taken apart by UID, each with the time zones that it names`()
        async throws
    {
        try await ExchangeFixture.with { fixture in
            let zone =
                "BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\n"
                + "TZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
            let event = { (uid: String, more: String) in
                "BEGIN:VEVENT\n\(uid)DTSTAMP:20260101T000000Z\nDTSTART:20260601T080000Z\n\(more)END:VEVENT\n"
            }
            let stream =
                "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//X//EN\nMETHOD:PUBLISH\n" + zone
                + event("UID:r\n", "RRULE:FREQ=DAILY\n") + event("UID:z\n", "DTEND;TZID=Z:20260601T100000\n")
                + event("UID:r\n", "RECURRENCE-ID:20260602T080000Z\n") + event("", "") + "END:VCALENDAR\n"
            try fixture.write(stream, to: "Team.ics")
            let report = try await fixture.importing("Team.ics")
            #expect((report.calendars, report.objects) == (1, 2))
            #expect(report.findings.count == 1 && report.findings[0].contains("has no UID"), "\(report.findings)")
            let texts = try await fixture.objects("Team")
            #expect(texts.keys.sorted() == ["r.ics", "z.ics"])
            #expect(texts["r.ics"]?.ranges(of: "BEGIN:VEVENT").count == 2)
            #expect(texts["r.ics"]?.contains("VTIMEZONE") == false && texts["z.ics"]?.contains("TZID:Z\r\n") == true)
            #expect(texts.values.allSatisfy { !$0.contains("METHOD") })
        }
    }

    @Test func `a reference out of the folder, and one to a file that is missing, are not followed`() async throws {
        try await ExchangeFixture.with { fixture in
            try fixture.write("secret", to: "secret.txt")
            let more =
                "ATTACH:../secret.txt\nATTACH;MANAGED-ID=x:https://elsewhere/x\nATTACH:gone.txt\nATTACH:/etc/passwd\n"
            try fixture.write(ExchangeFixture.event("e", more), to: "in/e.ics")
            let report = try await fixture.importing("in") { $0.calendar = "calendar" }
            #expect((report.objects, report.attachments) == (1, 0))
            #expect(report.findings.count == 1 && report.findings[0].contains("gone.txt"), "\(report.findings)")
            let text = try #require(try await fixture.objects("calendar")["e.ics"])
            #expect(text.contains("ATTACH:../secret.txt\r\n") && text.contains("ATTACH:https://elsewhere/x\r\n"))
        }
    }

    @Test func `symbolic links are not followed, neither out of the folder nor within it`() async throws {
        try await ExchangeFixture.with { fixture in
            try fixture.write("secret", to: "outside/secret.txt")
            try fixture.write(ExchangeFixture.event("f"), to: "outside/f.ics")
            try fixture.write("Hello", to: "in/a.txt")
            let outside = fixture.directory.appending("outside").string
            let links = [
                "file": outside + "/secret.txt", "folder": outside, "within": "a.txt", "f.ics": outside + "/f.ics",
            ]
            for (name, target) in links {
                let link = fixture.directory.appending("in").appending(name).string
                try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
            }
            let more = "ATTACH:file\nATTACH:folder/secret.txt\nATTACH:within\n"
            try fixture.write(ExchangeFixture.event("e", more), to: "in/e.ics")
            let report = try await fixture.importing("in") { $0.calendar = "calendar" }
            #expect((report.objects, report.attachments, report.findings.count) == (1, 0, 4), "\(report.findings)")
            let text = try #require(try await fixture.objects("calendar")["e.ics"])
            #expect(text.contains("ATTACH:file\r\nATTACH:folder/secret.txt\r\nATTACH:within\r\n"))
        }
    }

    @Test func `an export whose folder of a calendar is a symbolic link is refused`() async throws {
        try await ExchangeFixture.with { fixture in
            try fixture.write(ExchangeFixture.event("f"), to: "outside/f.ics")
            let entry =
                #"{"path":"work","name":"work","displayName":"Work","components":["VEVENT"],"isTransparent":false}"#
            try fixture.write(#"{"format":1,"calendars":["# + entry + "]}", to: "in/calendars.json")
            try FileManager.default.createSymbolicLink(
                atPath: fixture.directory.appending("in/work").string,
                withDestinationPath: fixture.directory.appending("outside").string
            )
            await #expect(throws: ExchangeError.self) { try await fixture.importing("in") }
        }
    }

    @Test(arguments: [(false, 0), (true, 1)])
    func `a single file takes those beside it only when told to, and never names that begin with a dot`(
        withFiles: Bool,
        attachments: Int
    ) async throws {
        try await ExchangeFixture.with { fixture in
            for name in ["a.txt", ".secret", ".ssh/key"] { try fixture.write("Hello", to: name) }
            let more = "ATTACH:a.txt\nATTACH:.secret\nATTACH:.ssh/key\n"
            try fixture.write(ExchangeFixture.event("e", more), to: "e.ics")
            let report = try await fixture.importing("e.ics", withFiles: withFiles) { $0.calendar = "calendar" }
            #expect((report.objects, report.attachments) == (1, attachments))
            #expect(report.findings.isEmpty, "\(report.findings)")
            let text = try #require(try await fixture.objects("calendar")["e.ics"])
            #expect(text.contains("ATTACH:.secret\r\nATTACH:.ssh/key\r\n"))
            #expect(text.contains("ATTACH:a.txt\r\n") == !withFiles)
        }
    }

    @Test func `a file that is no calendar is a finding, and the others are imported`() async throws {
        try await ExchangeFixture.with { fixture in
            try fixture.write("no calendar", to: "in/bad.ics")
            try fixture.write(ExchangeFixture.event("e"), to: "in/good.ics")
            let report = try await fixture.importing("in") { $0.calendar = "calendar" }
            #expect(report.objects == 1 && report.findings.count == 1)
            #expect(report.findings.first?.contains("bad.ics") == true)
        }
    }

    @Test func `bytes whose object is not stored are released`() async throws {
        try await ExchangeFixture.with { fixture in
            try fixture.write("Hello", to: "in/a.txt")
            let twice = "ATTACH:a.txt\nATTACH;FILENAME=b:a.txt\n"
            try fixture.write(ExchangeFixture.event("e", twice), to: "in/e.ics")
            let database = fixture.database
            _ = try await database.write { txn in
                // No row fits any more.
                try txn.execute(
                    "CREATE TRIGGER no_more BEFORE INSERT ON attachment BEGIN SELECT RAISE(ABORT, 'no'); END"
                )
            }
            await #expect(throws: SQLError.self) { try await fixture.importing("in") { $0.calendar = "calendar" } }
            #expect(fixture.blobs.references(in: try fixture.domain()).isEmpty)
            #expect(try await fixture.objects("calendar").isEmpty)
        }
    }
}
