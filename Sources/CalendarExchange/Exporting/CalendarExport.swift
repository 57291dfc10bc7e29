import AttachmentStore
package import BlobModel
package import CalendarStore
import DurableIO
import ICalendar
package import SQLDatabase

/// Writes a user's calendars with their attachments as files.
///
/// What there is, is listed at one moment; each object is written as it is when its turn comes. Memory does not grow with
/// the calendars, nor with the attachments unless they stand in the data.
package struct CalendarExport: Sendable {
    private static let pageSize = 100

    private let user: UserID
    private let database: any SQLDatabase
    private let blobs: any BlobReader
    private let options: ExportOptions

    /// Names what is exported.
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - database: The metadata database.
    ///   - blobs: Who has the bytes of attachments.
    ///   - options: How calendars are written.
    package init(of user: UserID, in database: any SQLDatabase, blobs: any BlobReader, options: ExportOptions) {
        self.user = user
        self.database = database
        self.blobs = blobs
        self.options = options
    }

    /// One calendar with what it had when the export began.
    private struct Listed: Sendable {
        let calendar: CalendarCollection
        let objects: [ObjectID]
    }

    /// An object with the attachments that it links.
    private struct Linked: Sendable {
        let object: CalendarObject
        let held: [HeldAttachment]
    }

    /// Refuses what cannot be exported, before anything is made for it.
    ///
    /// - Throws: ``ExchangeError/userMissing(_:)``, ``ExchangeError/calendarMissing(_:)``; `SQLError`.
    package func check() async throws { _ = try await list() }

    /// Writes the export.
    ///
    /// - Parameters:
    ///   - archive: Where the files go; it is ended and made durable.
    ///   - progress: Told how many objects and attachments are written, and how many are known.
    /// - Returns: What was written; what is damaged or missing is a finding.
    /// - Throws: ``ExchangeError``; `SQLError`, `FileError`, and `BlobError` when a node does not answer.
    package func run(
        to archive: inout some ArchiveWriter,
        progress: (Int, Int) -> Void
    ) async throws -> ExportReport {
        let listed = try await list()
        var (report, attachments, names, listing) = (
            ExportReport(), ExportedAttachments(), SafeNames(), CalendarListing()
        )
        // Folders of the calendars are beside these.
        for name in [ExportedAttachments.folder, CalendarListing.fileName] { _ = names.name(for: name) }
        let total = listed.reduce(0) { $0 + $1.objects.count }
        for entry in listed {
            let calendar = entry.calendar
            let wish = calendar.displayName.isEmpty ? calendar.name : calendar.displayName
            let path = names.name(for: wish, suffix: options.isPerObject ? "" : ".ics")
            listing.calendars.append(CalendarListing.Entry(calendar, at: path))
            try await write(entry, at: path, to: &archive, &attachments, &report) { progress($0, total) }
        }
        try archive.add(CalendarListing.fileName, try listing.encoded())
        for (index, held) in (options.isInline ? [] : attachments.sorted).enumerated() {
            try await write(held, to: &archive, &report)
            progress(total + index + 1, total + attachments.met.count)
        }
        try archive.finish()
        report.calendars = listed.count
        return report
    }

    private func list() async throws -> [Listed] {
        try await database.read { [user, options] txn in
            let store = CalendarStore()
            guard let principal = try store.principal(user, in: txn) else {
                throw ExchangeError.userMissing(user.text)
            }
            let all = try store.calendars(of: principal.home, in: txn).filter { $0.kind == .calendar }
            if let missing = options.calendars?.first(where: { name in !all.contains { $0.name == name } }) {
                throw ExchangeError.calendarMissing(missing)
            }
            return try all.filter { options.calendars?.contains($0.name) ?? true }.map { calendar in
                Listed(calendar: calendar, objects: try store.summaries(in: calendar.id, in: txn).map(\.id))
            }
        }
    }

    private func write(
        _ listed: Listed,
        at path: String,
        to archive: inout some ArchiveWriter,
        _ attachments: inout ExportedAttachments,
        _ report: inout ExportReport,
        _ progress: (Int) -> Void
    ) async throws {
        var (merged, names) = (MergedCalendar(), SafeNames())
        if !options.isPerObject {
            try archive.begin(path)
            try archive.write(MergedCalendar.beginning(of: listed.calendar))
        }
        for start in stride(from: 0, to: listed.objects.count, by: Self.pageSize) {
            let page = listed.objects[start..<min(start + Self.pageSize, listed.objects.count)]
            for linked in try await read(Array(page)) {
                guard let object = try await prepared(linked, &attachments, &report) else { continue }
                if options.isPerObject {
                    let name = names.name(for: linked.object.name, suffix: ".ics")
                    try archive.add("\(path)/\(name)", object.serialised())
                } else {
                    try archive.write(merged.pieces(of: object))
                }
                report.objects += 1
                progress(report.objects)
            }
        }
        guard !options.isPerObject else { return }
        try archive.write(MergedCalendar.ending)
        try archive.end()
    }

    private func read(_ ids: [ObjectID]) async throws -> [Linked] {
        try await database.read { txn in
            try CalendarStore().objects(ids, in: txn).sorted { $0.name < $1.name }.map { object in
                let link = LinkedObjectID(object.id.text)
                return Linked(object: object, held: try AttachmentStore().attachments(linkedBy: link, in: txn))
            }
        }
    }

    /// Returns an object as it is exported; nil when its data cannot be read, which is a finding.
    private func prepared(
        _ linked: Linked,
        _ attachments: inout ExportedAttachments,
        _ report: inout ExportReport
    ) async throws -> ICalendarObject? {
        var object: ICalendarObject
        do {
            object = try ICalendarObject(parsing: linked.object.data)
        } catch {
            report.findings.append("\(linked.object.name) is left out: \(error)")
            return nil
        }
        guard options.isInline else {
            attachments.refer(&object, to: linked.held, depth: options.isPerObject ? 1 : 0)
            return object
        }
        var bytes: [String: [UInt8]] = [:]
        for held in linked.held {
            do {
                let stream = try await stream(of: held)
                bytes[held.id.text] = try await stream.collect(upTo: Int(held.attachment.size))
                report.attachments += 1
                report.attachmentBytes += held.attachment.size
            } catch let error as BlobError where Self.isLoss(error) {
                report.add(error, on: held)
            }
        }
        ExportedAttachments.embed(bytes, in: &object)
        return object
    }

    private func write(
        _ held: HeldAttachment,
        to archive: inout some ArchiveWriter,
        _ report: inout ExportReport
    ) async throws {
        do {
            let bytes = try await stream(of: held)
            try archive.begin(ExportedAttachments.path(of: held.attachment))
            do {
                for try await piece in bytes { try archive.write(piece) }
            } catch let error as BlobError where Self.isLoss(error) {
                try archive.end()
                throw error
            }
            try archive.end()
            report.attachments += 1
            report.attachmentBytes += held.attachment.size
        } catch let error as BlobError where Self.isLoss(error) {
            report.add(error, on: held)
        }
    }

    private func stream(of held: HeldAttachment) async throws -> ByteStream {
        try await blobs.read(held.attachment.blob, in: held.holding.domain, range: nil)
    }

    /// Whether bytes are lost, rather than out of reach for now.
    private static func isLoss(_ error: BlobError) -> Bool {
        if case .corrupt = error { return true }
        return error.isAbsence
    }
}

extension ExportReport {
    fileprivate mutating func add(_ error: BlobError, on held: HeldAttachment) {
        findings.append("\(ExportedAttachments.path(of: held.attachment)) is not whole: \(error)")
    }
}
