import CalendarExchange
import CalendarStore
import ManagedAttachments
import MetadataStoreTesting
import SystemPackage
import Testing

struct ExchangeProgressTests {
    private static func event(_ uid: String) -> String {
        "BEGIN:VEVENT\nUID:\(uid)\nDTSTAMP:20260101T000000Z\nDTSTART:20260101T100000Z\nEND:VEVENT\n"
    }

    @Test(arguments: [false, true])
    func `an export tells of each object and file, and of how many there are`(isInline: Bool) async throws {
        try await ExchangeFixture.with { fixture in
            for name in ["a", "b", "c"] { _ = try await fixture.put("\(name).ics", ExchangeFixture.event(name, "")) }
            let attach = "ATTACH;MANAGED-ID=<ID>;SIZE=5:https://f/attachments/<ID>/x\n"
            _ = try await fixture.put("d.ics", ExchangeFixture.event("d", attach), attaching: Array("Hello".utf8))
            var options = ExportOptions()
            options.isInline = isInline
            let export = CalendarExport(
                of: fixture.alice.uid,
                in: fixture.database,
                blobs: fixture.blobs,
                options: options
            )
            var folder = try FolderArchive(fixture.directory.appending("out"))
            var steps: [[Int]] = []
            let report = try await export.run(to: &folder) { steps.append([$0, $1]) }
            #expect((report.objects, report.attachments) == (4, 1))
            #expect(steps == [[1, 4], [2, 4], [3, 4], [4, 4]] + (isInline ? [] : [[5, 5]]))
        }
    }

    @Test func `an import tells of each object, and of each file that is done`() async throws {
        try await ExchangeFixture.with { fixture in
            for name in ["a", "b"] {
                let events = Self.event(name) + Self.event(name + "2")
                let text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n\(events)END:VCALENDAR\n"
                try fixture.write(text, to: "in/\(name).ics")
            }
            let uris = try #require(AttachmentURIScheme(publicURL: "https://new.example"))
            let calendarImport = CalendarImport(
                for: fixture.alice.uid,
                in: fixture.database,
                blobs: fixture.blobs,
                uris: uris,
                now: .sample()
            )
            var steps: [[Int]] = []
            let sources = try ImportSource.files(at: fixture.directory.appending("in"))
            let report = try await calendarImport.run(sources) { steps.append([$0, $1]) }
            #expect(report.findings.isEmpty)
            #expect(steps == [[0, 1], [0, 2], [1, 2], [1, 3], [1, 4], [2, 4]])
        }
    }
}
