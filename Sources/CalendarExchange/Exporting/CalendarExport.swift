import AttachmentStore
package import BlobModel
package import CalendarStore
import DurableIO
import ICalendar
package import SQLDatabase

/// Writes a user's calendars with their attachments as files.
///
/// All calendars are as they were at one moment. The bytes of attachments are read after it: they never change, and those
/// of one that is removed meanwhile are there for its grace. Memory grows with the names of the objects, not with what they
/// have, nor with the attachments unless they stand in the data.
package struct CalendarExport: Sendable {
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

    /// Refuses what cannot be exported, before anything is made for it.
    ///
    /// - Throws: ``ExchangeError/userMissing(_:)``, ``ExchangeError/calendarMissing(_:)``; `SQLError`.
    package func check() async throws {
        _ = try await database.read { [selection] txn in try selection.calendars(in: txn) }
    }

    /// What is exported, and what was written of it.
    private struct Work {
        let snapshot: CalendarSnapshot
        var report = ExportReport()
        var attachments = ExportedAttachments()
    }

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
        var work = Work(
            snapshot: try await CalendarSnapshot(of: selection, in: database, folder: archive.folder)
        )
        var (names, listing) = (SafeNames(), CalendarListing())
        // Folders of the calendars are beside these.
        for name in [ExportedAttachments.folder, CalendarListing.fileName] { _ = names.name(for: name) }
        let total = work.snapshot.objectCount
        for listed in work.snapshot.calendars {
            let calendar = listed.calendar
            let wish = calendar.displayName.isEmpty ? calendar.name : calendar.displayName
            let path = names.name(for: wish, suffix: options.isPerObject ? "" : ".ics")
            listing.calendars.append(CalendarListing.Entry(calendar, at: path))
            try await write(listed, at: path, to: &archive, &work) { progress($0, total) }
        }
        try archive.add(CalendarListing.fileName, try listing.encoded())
        for (index, held) in (options.isInline ? [] : work.attachments.sorted).enumerated() {
            try await write(held, to: &archive, &work.report)
            progress(total + index + 1, total + work.attachments.met.count)
        }
        try archive.finish()
        work.report.calendars = work.snapshot.calendars.count
        return work.report
    }

    private var selection: CalendarSelection { CalendarSelection(user: user, names: options.calendars) }

    private func write(
        _ listed: CalendarSnapshot.Listed,
        at path: String,
        to archive: inout some ArchiveWriter,
        _ work: inout Work,
        _ progress: (Int) -> Void
    ) async throws {
        var (merged, names) = (MergedCalendar(), SafeNames())
        if !options.isPerObject {
            try archive.begin(path)
            try archive.write(MergedCalendar.beginning(of: listed.calendar))
        }
        for entry in listed.objects {
            guard let object = try await prepared(entry, &work) else { continue }
            if options.isPerObject {
                try archive.add("\(path)/\(names.name(for: entry.name, suffix: ".ics"))", object.serialised())
            } else {
                try archive.write(merged.pieces(of: object))
            }
            work.report.objects += 1
            progress(work.report.objects)
        }
        guard !options.isPerObject else { return }
        try archive.write(MergedCalendar.ending)
        try archive.end()
    }

    /// Returns an object as it is exported; nil when its data cannot be read, which is a finding.
    private func prepared(_ entry: CalendarSnapshot.Entry, _ work: inout Work) async throws -> ICalendarObject? {
        var object: ICalendarObject
        do {
            object = try ICalendarObject(parsing: try work.snapshot.data(of: entry))
        } catch let error as ICalendarError {
            work.report.findings.append("\(entry.name) is left out: \(error)")
            return nil
        }
        guard options.isInline else {
            work.attachments.refer(&object, to: entry.held, depth: options.isPerObject ? 1 : 0)
            return object
        }
        var bytes: [String: [UInt8]] = [:]
        for held in entry.held {
            do {
                let stream = try await stream(of: held)
                bytes[held.id.text] = try await stream.collect(upTo: Int(held.attachment.size))
                work.report.attachments += 1
                work.report.attachmentBytes += held.attachment.size
            } catch let error as BlobError where Self.isLoss(error) {
                work.report.add(error, on: held)
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
