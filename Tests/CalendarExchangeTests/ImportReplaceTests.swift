import AttachmentStore
import BlobModel
import BlobStoreTesting
import CalendarExchange
import CalendarStore
import DurableIO
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import SystemPackage
import Testing

struct ImportReplaceTests {
    private let attach =
        "ATTACH;MANAGED-ID=<ID>;FMTTYPE=text/plain;SIZE=5;FILENAME=\"a b.txt\":https://f/attachments/<ID>/x\n"

    /// Imports over what is there.
    private func replacing(_ fixture: ExchangeFixture, _ name: String) async throws -> ImportReport {
        try await fixture.importing(name) { ($0.replaces, $0.calendar) = (true, "calendar") }
    }

    /// Writes a file anew.
    private func rewrite(_ text: String, to name: String, _ fixture: ExchangeFixture) throws {
        try? LocalFileSystem().remove(at: fixture.directory.appending(name))
        try fixture.write(text, to: name)
    }

    @Test func `without it an object whose UID is there is left alone, whatever the file says`() async throws {
        try await ExchangeFixture.with { fixture in
            _ = try await fixture.put("mine.ics", ExchangeFixture.event("mine.ics", "SUMMARY:Old\n"))
            try fixture.write(ExchangeFixture.event("mine.ics", "SUMMARY:New\n"), to: "x.ics")
            let report = try await fixture.importing("x.ics") { $0.calendar = "calendar" }
            #expect((report.objects, report.replaced, report.unchanged, report.present) == (0, 0, 0, 1))
            #expect(try await fixture.objects("calendar")["mine.ics"]?.contains("SUMMARY:Old") == true)
        }
    }

    @Test func `with it the object keeps its name and its identity, and gets another entity tag`() async throws {
        try await ExchangeFixture.with { fixture in
            _ = try await fixture.put("mine.ics", ExchangeFixture.event("mine.ics", "SUMMARY:Old\n"))
            let old = try #require(try await fixture.stored("calendar").first)
            try fixture.write(ExchangeFixture.event("mine.ics", "SUMMARY:New\n"), to: "other name.ics")
            let report = try await replacing(fixture, "other name.ics")
            #expect((report.objects, report.replaced, report.unchanged, report.present) == (0, 1, 0, 0))
            let new = try #require(try await fixture.stored("calendar").first)
            #expect(new.name == "mine.ics" && new.id == old.id && new.etag != old.etag)
            #expect(String(decoding: new.data, as: UTF8.self).contains("SUMMARY:New"))
            let again = try await replacing(fixture, "other name.ics")
            #expect((again.replaced, again.unchanged) == (0, 1))
            #expect(try await fixture.stored("calendar").first?.etag == new.etag)
        }
    }

    @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
    func `what was exported changes nothing where it came from, neither objects nor attachments`(
        isPerObject: Bool,
        isInline: Bool
    ) async throws {
        let attach = attach
        try await ExchangeFixture.with { fixture in
            let more = attach.replacing("https://f/", with: "https://new.example/").replacing(
                "/x\n",
                with: "/a%20b.txt\n"
            )
            _ = try await fixture.put("a.ics", ExchangeFixture.event("a.ics", more), attaching: Array("Hello".utf8))
            let folded = "SUMMARY:folded in a \n strange place\nX-KEPT;X-P=\"1:2\":as it is\n"
            _ = try await fixture.put("b.ics", ExchangeFixture.event("b.ics", folded))
            let before = Set(try await fixture.stored("calendar"))
            try await fixture.exporting(to: "out.zip") { ($0.isPerObject, $0.isInline) = (isPerObject, isInline) }
            for _ in 0..<2 {
                let report = try await fixture.importing("out.zip") { $0.replaces = true }
                #expect(report.findings.isEmpty, "\(report.findings)")
                #expect((report.objects, report.replaced, report.unchanged) == (0, 0, 2))
                #expect((report.calendars, report.attachments) == (0, 0))
            }
            #expect(Set(try await fixture.stored("calendar")) == before)
            #expect(fixture.blobs.references(in: try fixture.domain()).count == 1)
        }
    }

    @Test func `what was taken away is the same attachment where its export comes back`() async throws {
        let uri = "https://new.example/attachments/<ID>/a%20b.txt"
        let line = "ATTACH;MANAGED-ID=<ID>;FMTTYPE=text/plain;SIZE=5;FILENAME=\"a b.txt\":\(uri)\n"
        try await ExchangeFixture.with { fixture in
            let event = ExchangeFixture.event("a.ics", line)
            let id = try await fixture.put("a.ics", event, attaching: Array("Hello".utf8))
            let terms = RemovalTerms(now: .sample(), grace: .zero)
            try await fixture.database.write { txn in
                try AttachmentStore().withdraw(id, reason: "Malware.", terms: terms, in: txn)
            }
            let before = try await fixture.stored("calendar")
            try await fixture.exporting(to: "out.zip") { $0.isPerObject = true }
            let report = try await fixture.importing("out.zip") { $0.replaces = true }
            #expect((report.replaced, report.unchanged, report.findings) == (0, 1, []))
            #expect(try await fixture.stored("calendar") == before)
        }
    }

    @Test func `files of others change nothing the second time, and one file that changed is the one that is stored`()
        async throws
    {
        try await ExchangeFixture.with { fixture in
            let lines = "ATTACH:one.txt\nATTACH;FILENAME=again.txt:one.txt\nATTACH:two.txt\n"
            try fixture.write(ExchangeFixture.event("e", lines), to: "in/e.ics")
            for name in ["one", "two"] { try fixture.write(name, to: "in/\(name).txt") }
            let first = try await replacing(fixture, "in")
            #expect((first.objects, first.replaced, first.unchanged) == (1, 0, 0), "\(first.findings)")
            let stored = Set(try await fixture.stored("calendar"))
            let second = try await replacing(fixture, "in")
            #expect((second.objects, second.replaced, second.unchanged, second.attachments) == (0, 0, 1, 0))
            #expect(Set(try await fixture.stored("calendar")) == stored)

            try rewrite("zwei", to: "in/two.txt", fixture)
            let third = try await replacing(fixture, "in")
            #expect((third.replaced, third.attachments) == (1, 1))
            let held = try await fixture.inventory()
            let byName = Dictionary(grouping: held, by: \.attachment.filename)
            #expect(byName["two.txt"]?.map { $0.holding.state == .live }.sorted { $0 && !$1 } == [true, false])
            #expect(byName["one.txt"]?.map(\.holding.state) == [.live])
            let fourth = try await replacing(fixture, "in")
            #expect((fourth.replaced, fourth.unchanged, fourth.attachments) == (0, 1, 0))
        }
    }

    @Test func `an attachment that is gone from the file is removed, and can be had back for the grace`() async throws {
        try await ExchangeFixture.with { fixture in
            let id = try await fixture.put(
                "a.ics",
                ExchangeFixture.event("a.ics", attach),
                attaching: Array("Hello".utf8)
            )
            try fixture.write(ExchangeFixture.event("a.ics"), to: "x.ics")
            let report = try await fixture.importing("x.ics") {
                ($0.replaces, $0.calendar, $0.grace) = (true, "calendar", .seconds(60))
            }
            #expect(report.replaced == 1)
            let (held, due) = try await fixture.database.read { [domain = try fixture.domain()] txn in
                (try AttachmentStore().held(id, by: domain, in: txn), try AttachmentStore().nextRelease(in: txn))
            }
            let end = Date.sample().addingTimeInterval(60)
            #expect(held?.holding.state == .removed(at: .sample(), due: end) && due == end)
            let object = try #require(try await fixture.stored("calendar").first)
            let former = try await fixture.database.read { txn in try AttachmentStore().formerLinks(of: id, in: txn) }
            #expect(former.map(\.object.text) == [object.id.text])
            #expect(former.map(\.place) == [fixture.calendar.text] && former.map(\.instances) == [""])
        }
    }

    @Test func `calendar data as clients read it from this front keeps its attachments`() async throws {
        try await ExchangeFixture.with { fixture in
            let id = try await fixture.put(
                "a.ics",
                ExchangeFixture.event("a.ics", attach),
                attaching: Array("Hello".utf8)
            )
            let text = ExchangeFixture.event("a.ics", "SUMMARY:New\n" + attach).replacing("<ID>", with: id.text)
            try fixture.write(text, to: "x.ics")
            let report = try await replacing(fixture, "x.ics")
            #expect((report.replaced, report.attachments) == (1, 0))
            #expect(try await fixture.inventory().map(\.holding.state) == [.live])
            let stored = try #require(try await fixture.objects("calendar")["a.ics"])
            #expect(stored.contains("MANAGED-ID=\(id)") && stored.contains("https://new.example/attachments/\(id)/"))
        }
    }

    @Test func `an attachment that the file names by its URI alone is kept, as a PUT keeps it`() async throws {
        try await ExchangeFixture.with { fixture in
            let uri = "https://new.example/attachments/<ID>/a%20b.txt\n"
            let old = ExchangeFixture.event("a.ics", "ATTACH;MANAGED-ID=<ID>:" + uri)
            let id = try await fixture.put("a.ics", old, attaching: Array("Hello".utf8))
            let bare = "SUMMARY:New\nATTACH:" + uri.replacing("<ID>", with: id.text)
            try fixture.write(ExchangeFixture.event("a.ics", bare), to: "x.ics")
            let report = try await replacing(fixture, "x.ics")
            #expect((report.replaced, report.attachments) == (1, 0), "\(report.findings)")
            #expect(try await fixture.inventory().map(\.holding.state) == [.live])
            let text = try #require(try await fixture.objects("calendar")["a.ics"])
            #expect(text.contains("MANAGED-ID=\(id)"))
        }
    }

    @Test func `an object is left as it was where a file that it attaches cannot be read`() async throws {
        try await ExchangeFixture.with { fixture in
            _ = try await fixture.put("a.ics", ExchangeFixture.event("a.ics", attach), attaching: Array("Hello".utf8))
            let before = try await fixture.stored("calendar")
            try fixture.write(ExchangeFixture.event("a.ics", "ATTACH:gone.txt\nATTACH:new.txt\n"), to: "in/a.ics")
            try fixture.write("new", to: "in/new.txt")
            let report = try await replacing(fixture, "in")
            #expect(report.replaced == 0 && report.findings.count == 2, "\(report.findings)")
            #expect(report.findings.last?.contains("left as it was") == true)
            #expect(try await fixture.stored("calendar") == before)
            #expect(fixture.blobs.references(in: try fixture.domain()).count == 1)
        }
    }

    @Test func `of two files with one UID the first counts, so that they do not replace each other for ever`()
        async throws
    {
        try await ExchangeFixture.with { fixture in
            for name in ["1", "2"] {
                try fixture.write(ExchangeFixture.event("e", "SUMMARY:\(name)\n"), to: "in/\(name).ics")
            }
            for round in 0..<2 {
                let report = try await replacing(fixture, "in")
                #expect((report.objects, report.replaced, report.unchanged) == (1 - round, 0, round))
                #expect(report.findings.count == 1 && report.findings[0].contains("2.ics: e:"), "\(report.findings)")
            }
            #expect(try await fixture.objects("calendar")["e.ics"]?.contains("SUMMARY:1") == true)
        }
    }

    @Test func `what a client changed at the same moment wins, and the import says so`() async throws {
        try await ExchangeFixture.with { fixture in
            _ = try await fixture.put("a.ics", ExchangeFixture.event("a.ics", "SUMMARY:Old\n"))
            let (database, calendar) = (fixture.database, fixture.calendar)
            let text = ExchangeFixture.event("a.ics", "SUMMARY:Client\n").replacing("\n", with: "\r\n")
            let new = NewCalendarObject(name: "a.ics", uid: "a.ics", componentType: "VEVENT", data: Array(text.utf8))
            let busy = ExchangeFixture(
                directory: fixture.directory,
                database: InterveningDatabase(base: database) {
                    _ = try await database.write { txn in
                        try CalendarStore().put(new, in: calendar, now: .sample(), in: txn)
                    }
                },
                blobs: fixture.blobs,
                alice: fixture.alice,
                calendar: calendar
            )
            try fixture.write(ExchangeFixture.event("a.ics", "SUMMARY:New\nATTACH:a.txt\n"), to: "in/a.ics")
            try fixture.write("Hello", to: "in/a.txt")
            let report = try await replacing(busy, "in")
            #expect((report.replaced, report.attachments, report.findings.count) == (0, 0, 1), "\(report.findings)")
            #expect(try await fixture.objects("calendar")["a.ics"]?.contains("SUMMARY:Client") == true)
            #expect(fixture.blobs.references(in: try fixture.domain()).isEmpty)
        }
    }
}
