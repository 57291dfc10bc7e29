import AttachmentStore
import CalendarExchange
import CalendarStore
import DurableIO
import FoundationEssentials
import ManagedAttachments
import MetadataStoreTesting
import SQLDatabase
import SystemPackage
import Testing

extension ExchangeFixture {
    /// Imports what is at a path of the fixture's directory.
    func importing(
        _ name: String,
        withFiles: Bool = false,
        _ change: (inout ImportOptions) -> Void = { _ in }
    ) async throws -> ImportReport {
        var options = ImportOptions()
        change(&options)
        let uris = try #require(AttachmentURIScheme(publicURL: "https://new.example"))
        let calendarImport = CalendarImport(
            for: alice.uid,
            in: database,
            blobs: blobs,
            uris: uris,
            now: .sample()
        )
        let sources = try ImportSource.files(at: directory.appending(name), withFiles: withFiles)
        return try await calendarImport.run(sources, options) { _, _ in }
    }

    /// Exports the user's calendars to a folder, or to a file whose name ends with `.zip`.
    @discardableResult
    func exporting(
        to name: String,
        _ change: (inout ExportOptions) -> Void = { _ in }
    ) async throws -> ExportReport {
        var options = ExportOptions()
        change(&options)
        let export = CalendarExport(of: alice.uid, in: database, blobs: blobs, options: options)
        guard name.hasSuffix(".zip") else {
            var folder = try FolderArchive(directory.appending(name))
            return try await export.run(to: &folder) { _, _ in }
        }
        var zip = try ZipArchive(directory.appending(name))
        return try await export.run(to: &zip) { _, _ in }
    }

    /// Writes a text with the line ends of iCalendar to a file, and makes its folder.
    func write(_ text: String, to name: String) throws {
        try write(Array(text.replacing("\n", with: "\r\n").utf8), to: name)
    }

    /// Writes a file, and makes its folder.
    func write(_ octets: [UInt8], to name: String) throws {
        let path = directory.appending(name)
        try LocalFileSystem().ensureDirectory(at: path.parent)
        try LocalFileSystem().createFile(at: path).append(octets.span)
    }

    /// The texts of the objects of one of the user's calendars by their names, unfolded.
    func objects(_ calendar: String) async throws -> [String: String] {
        let pairs = try await stored(calendar).map {
            ($0.name, String(decoding: $0.data, as: UTF8.self).replacing("\r\n ", with: ""))
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// The objects of one of the user's calendars; none where there is no such calendar.
    func stored(_ calendar: String) async throws -> [CalendarObject] {
        let home = alice.home
        return try await database.read { txn in
            let store = CalendarStore()
            guard let calendar = try store.calendar(named: calendar, of: home, in: txn) else { return [] }
            return try store.objects(store.summaries(in: calendar.id, in: txn), in: txn)
        }
    }

    /// The attachments whose bytes have to be there, removed ones too.
    func inventory() async throws -> [HeldAttachment] {
        try await database.read { txn in try AttachmentStore().inventory(after: nil, limit: 99, in: txn) }
    }
}
