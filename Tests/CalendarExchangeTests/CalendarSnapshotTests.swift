import CalendarExchange
import CalendarStore
import DurableIO
import FoundationEssentials
import SQLDatabase
import SystemPackage
import Testing

struct CalendarSnapshotTests {
    @Test(arguments: [false, true])
    func `all calendars are as they were at one moment, whatever clients do meanwhile`(isPerObject: Bool) async throws {
        try await ExchangeFixture.with { fixture in
            for number in 0..<250 {
                _ = try await fixture.put("\(number).ics", ExchangeFixture.event("\(number)", "SUMMARY:Old\n"))
            }
            let (database, calendar) = (fixture.database, fixture.calendar)
            let intervening = InterveningDatabase(base: database) {
                try await database.write { txn in
                    for summary in try CalendarStore().summaries(in: calendar, in: txn) {
                        try CalendarStore().deleteObject(named: summary.name, in: calendar, in: txn)
                    }
                }
            }
            var options = ExportOptions()
            (options.isPerObject, options.calendars) = (isPerObject, ["calendar"])
            let export = CalendarExport(
                of: fixture.alice.uid,
                in: intervening,
                blobs: fixture.blobs,
                options: options
            )
            var folder = try FolderArchive(fixture.directory.appending("out"))
            let report = try await export.run(to: &folder) { _, _ in }
            #expect(report.objects == 250 && report.findings.isEmpty, "\(report)")
            #expect(try await fixture.stored("calendar").isEmpty, "the calendar was changed meanwhile")
        }
    }

    @Test func `nothing is left beside the export of what it kept while it ran`() async throws {
        try await ExchangeFixture.with { fixture in
            _ = try await fixture.put("a.ics", ExchangeFixture.event("a"))
            let names = { try LocalFileSystem().list(at: fixture.directory).map(\.string) }
            let before = try names()
            try await fixture.exporting(to: "out")
            try await fixture.exporting(to: "out.zip")
            #expect(try names() == (before + ["out", "out.zip"]).sorted())
            let exported = try LocalFileSystem().list(at: fixture.directory.appending("out")).map(\.string)
            #expect(exported.allSatisfy { !$0.hasPrefix(".") }, "\(exported)")
        }
    }
}
