import AttachmentStore
import CalendarStore
import DurableIO
import FoundationEssentials
import SQLDatabase
import SystemPackage

/// The calendars of a user as they are at one moment, kept in a file that has no name.
///
/// They are read in one transaction, which sees one state of the database, and ends before anything is exported: neither the
/// nodes nor whoever takes the export holds it open. In memory are the names, the records of attachments,
/// and while a calendar is read what its listing has of each object.
struct CalendarSnapshot: Sendable {
    private static let pageSize = 100

    /// One calendar.
    struct Listed: Sendable {
        /// The calendar.
        let calendar: CalendarCollection
        /// Its objects in the order of their names.
        let objects: [Entry]
    }

    /// An object with the attachments that it links.
    struct Entry: Sendable {
        /// The name of the object.
        let name: String
        /// The attachments.
        let held: [HeldAttachment]
        /// Where the data is in the file.
        fileprivate let octets: Range<UInt64>
    }

    /// The calendars in the order of their names.
    let calendars: [Listed]

    private let file: any ReadFile

    /// The objects of all calendars.
    var objectCount: Int { calendars.reduce(0) { $0 + $1.objects.count } }

    /// Reads the calendars of a user.
    ///
    /// - Parameters:
    ///   - selection: Which calendars of whom.
    ///   - database: The metadata database.
    ///   - folder: Where the file is, until it has no name any more.
    /// - Throws: ``ExchangeError``; `SQLError`, `FileError`.
    init(of selection: CalendarSelection, in database: any SQLDatabase, folder: FilePath) async throws {
        let path = folder.appending(".attache-export-\(UUID().uuidString)")
        let (fileSystem, output) = (LocalFileSystem(), try LocalFileSystem().createFile(at: path))
        do {
            file = try fileSystem.openForReading(at: path)
        } catch {
            try? fileSystem.remove(at: path)
            throw error
        }
        // Its bytes are there for as long as it is open, and nobody has to remove it when this program is ended.
        try fileSystem.remove(at: path)
        calendars = try await database.read { txn in
            var end: UInt64 = 0
            return try selection.calendars(in: txn).map { calendar in
                Listed(calendar: calendar, objects: try Self.copy(calendar.id, to: output, &end, txn))
            }
        }
    }

    /// Returns the data of an object.
    ///
    /// - Throws: `FileError`.
    func data(of entry: Entry) throws(FileError) -> [UInt8] {
        try file.read(at: entry.octets.lowerBound, count: entry.octets.count)
    }

    /// Writes the data of a calendar's objects to a file, some of them at a time.
    private static func copy(
        _ calendar: CalendarID,
        to output: any AppendFile,
        _ end: inout UInt64,
        _ txn: any SQLTransaction
    ) throws -> [Entry] {
        let summaries = try CalendarStore().summaries(in: calendar, in: txn)
        var entries: [Entry] = []
        for start in stride(from: 0, to: summaries.count, by: pageSize) {
            let page = Array(summaries[start..<min(start + pageSize, summaries.count)])
            let objects = try CalendarStore().objects(page, in: txn)
            try output.append(objects.map(\.data))
            for object in objects {
                // What the server took away has its bytes until they are collected, and goes nowhere: ATTACH stays as it is.
                let held = try AttachmentStore().attachments(linkedBy: LinkedObjectID(object.id.text), in: txn)
                    .filter { $0.attachment.withdrawal == nil }
                let next = end + UInt64(object.data.count)
                entries.append(Entry(name: object.name, held: held, octets: end..<next))
                end = next
            }
        }
        return entries
    }
}
