import AttachmentStore
import BlobModel
import BlobStoreTesting
import CalendarStore
import DurableIO
import FoundationEssentials
import ICalendar
import MetadataStoreTesting
import SQLDatabase
import SystemPackage
import Testing

@testable import CalendarExchange

/// What a folder or a zip file from elsewhere can say and cost at most.
struct ImportLimitsTests {
    private func entry(_ path: String, named name: String, _ more: String = "") -> String {
        #"{"path":"\#(path)","name":"\#(name)","displayName":"Work","components":["VEVENT"],"#
            + #""isTransparent":false\#(more)}"#
    }

    private func listing(_ entries: String...) -> String {
        #"{"format":1,"calendars":["# + entries.joined(separator: ",") + "]}"
    }

    @Test(arguments: ["", ".", "..", "removed/1", #"a\u0007b"#, String(repeating: "é", count: 128)])
    func `a name that is no segment of a URL makes no calendar and is a finding; the others are imported`(
        name: String
    ) async throws {
        let text = listing(entry("Work.ics", named: name), entry("Home.ics", named: "home"))
        try await ExchangeFixture.with { fixture in
            for file in ["Work", "Home"] { try fixture.write(ExchangeFixture.event(file), to: "in/\(file).ics") }
            try fixture.write(text, to: "in/calendars.json")
            let report = try await fixture.importing("in")
            #expect((report.calendars, report.objects, report.findings.count) == (1, 1, 1), "\(report.findings)")
            #expect(report.findings.first?.contains("Work.ics") == true, "\(report.findings)")
        }
    }

    @Test func `a calendar that is named for everything is held against the same`() async throws {
        try await ExchangeFixture.with { fixture in
            try fixture.write(ExchangeFixture.event("e"), to: "x.ics")
            let report = try await fixture.importing("x.ics") { $0.calendar = "a/b" }
            #expect((report.calendars, report.objects, report.findings.count) == (0, 0, 1), "\(report.findings)")
        }
    }

    @Test func `texts of more than 64 KiB are left out and are findings, and those of 64 KiB are taken`() async throws {
        let long = String(repeating: "x", count: 64 << 10)
        let more = #","description":"\#(long)x","timeZone":"\#(long)x","color":"\#(long)""#
        let text = listing(entry("Work.ics", named: "work", more))
        try await ExchangeFixture.with { fixture in
            try fixture.write(ExchangeFixture.event("e"), to: "in/Work.ics")
            try fixture.write(text, to: "in/calendars.json")
            let report = try await fixture.importing("in")
            #expect((report.calendars, report.objects, report.findings.count) == (1, 1, 2))
            let home = fixture.alice.home
            let made = try await fixture.database.read { txn in
                try CalendarStore().calendar(named: "work", of: home, in: txn)
            }
            let properties = try #require(made).properties
            #expect(properties.description == nil && properties.timeZone == nil && properties.color == long)
        }
    }

    @Test func `one calendar too many is a finding of its file, and the others are imported`() async throws {
        try await ExchangeFixture.with { fixture in
            let home = fixture.alice.home
            try await fixture.database.write { txn in
                let store = CalendarStore()
                let present = try store.calendars(of: home, in: txn).filter { $0.kind == .calendar }
                for number in present.count..<CalendarStore.maximumCalendars {
                    let properties = CalendarProperties(displayName: "")
                    let new = NewCalendar(name: "c\(number)", components: ["VEVENT"], properties: properties)
                    try store.createCalendar(new, in: home, now: .sample(), in: txn)
                }
            }
            for file in ["another", "calendar"] {
                try fixture.write(ExchangeFixture.event(file), to: "in/\(file).ics")
            }
            let report = try await fixture.importing("in")
            #expect((report.calendars, report.objects, report.findings.count) == (0, 1, 1), "\(report.findings)")
            #expect(report.findings.first?.contains("another.ics") == true, "\(report.findings)")
        }
    }

    @Test func `an attachment that is withdrawn meanwhile is a finding of the object that shares it`() async throws {
        try await ExchangeFixture.with { fixture in
            let database = fixture.database
            let withdrawing = InterveningDatabase(base: database) {
                try await database.write { txn in
                    let terms = RemovalTerms(now: .sample(), grace: .seconds(60))
                    for held in try AttachmentStore().inventory(after: nil, limit: 9, in: txn) {
                        try AttachmentStore().withdraw(held.id, reason: "no", terms: terms, in: txn)
                    }
                }
            }
            let busy = ExchangeFixture(
                directory: fixture.directory,
                database: withdrawing,
                blobs: fixture.blobs,
                alice: fixture.alice,
                calendar: fixture.calendar
            )
            for uid in ["1", "2"] {
                try fixture.write(ExchangeFixture.event(uid, "ATTACH:a.txt\n"), to: "in/\(uid).ics")
            }
            try fixture.write("Hello", to: "in/a.txt")
            let report = try await busy.importing("in") { $0.calendar = "calendar" }
            #expect((report.objects, report.attachments, report.findings.count) == (1, 1, 1), "\(report.findings)")
            #expect(report.findings.first?.contains("2.ics: 2: ") == true, "\(report.findings)")
        }
    }

    @Test func `a calendar file of more than 64 MiB in a zip is a finding before any of it is read`() async throws {
        try await ExchangeFixture.with { fixture in
            try await ZipSample.make(
                at: fixture.directory.appending("x.zip"),
                """
                with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
                    z.writestr("large.ics", calendar("large"))
                    z.writestr("good.ics", calendar("good"))
                data = bytearray(open(path, "rb").read())
                at = data.index(b"PK\\x01\\x02")
                data[at + 24:at + 28] = struct.pack("<I", (64 << 20) + 1)
                open(path, "wb").write(data)
                """
            )
            let report = try await fixture.importing("x.zip") { $0.calendar = "calendar" }
            #expect(report.objects == 1 && report.findings.count == 1, "\(report.findings)")
            #expect(report.findings.first?.contains("more than 67108864 octets") == true, "\(report.findings)")
        }
    }

    @Test func `a file of 64 MiB may have as many elements as real ones have, and not one for each line`() {
        #expect(CalendarImport.limits(forOctets: 1).maximumElements == 4_000_000)
        #expect(CalendarImport.limits(forOctets: 64 << 20).maximumElements == 4 << 20)
    }

    @Test func `a listing of more than 4 MiB is refused`() async throws {
        let text = listing(entry("Work.ics", named: "work"))
        try await ExchangeFixture.with { fixture in
            try fixture.write(ExchangeFixture.event("e"), to: "in/Work.ics")
            let padding = [UInt8](repeating: UInt8(ascii: " "), count: 4 << 20)
            try fixture.write(padding + Array(text.utf8), to: "in/calendars.json")
            await #expect(throws: ExchangeError.self) { try await fixture.importing("in") }
        }
    }

    @Test(arguments: ["work", "./work", "work/more", "work/f.ics"])
    func `a listing that names a folder twice, or what is in it, is refused`(path: String) async throws {
        let text = listing(entry("work", named: "a"), entry(path, named: "b"))
        try await ExchangeFixture.with { fixture in
            try fixture.write(ExchangeFixture.event("f"), to: "in/work/f.ics")
            try fixture.write(text, to: "in/calendars.json")
            await #expect(throws: ExchangeError.self) { try await fixture.importing("in") }
        }
    }
}
