import AttachmentStore
package import BlobModel
package import CalendarStore
package import FoundationEssentials
import ICalendar
package import ManagedAttachments
package import SQLDatabase

/// Stores the calendar objects of files in a user's calendars, with their attachments.
///
/// Each object is one transaction, after the bytes of its attachments are durable. An object whose UID its calendar has
/// already is left alone, so that an import that broke off can be run again. Quotas and limits of clients do not count.
package struct CalendarImport: Sendable {
    private let user: UserID
    private let database: any SQLDatabase
    private let blobs: any BlobWriter
    private let uris: AttachmentURIScheme
    private let now: Date

    /// Names where the objects go.
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - database: The metadata database.
    ///   - blobs: Who takes the bytes of attachments.
    ///   - uris: Makes the URIs of attachments.
    ///   - now: The present.
    package init(
        for user: UserID,
        in database: any SQLDatabase,
        blobs: any BlobWriter,
        uris: AttachmentURIScheme,
        now: Date
    ) {
        self.user = user
        self.database = database
        self.blobs = blobs
        self.uris = uris
        self.now = now
    }

    /// Imports files.
    ///
    /// - Parameters:
    ///   - sources: The files.
    ///   - calendar: The name of the calendar for all of them; nil for the calendars that they name.
    ///   - progress: Told how many files are done, and how many objects.
    /// - Returns: What was stored; what could not be is a finding.
    /// - Throws: ``ExchangeError/userMissing(_:)``; `SQLError`, and `BlobError` when a node does not answer.
    package func run(
        _ sources: [ImportSource],
        into calendar: String? = nil,
        progress: (Int, Int) -> Void
    ) async throws -> ImportReport {
        var (report, known) = (ImportReport(), [AttachedContent: Attachment]())
        for (index, source) in sources.enumerated() {
            do {
                let split = try split(source)
                report.findings += split.linesWithoutUID.map { "\(source.path), line \($0): the component has no UID" }
                let target = try await target(for: source, named: calendar, split, &report)
                for object in split.objects {
                    try await store(object, of: source, in: target, &known, &report)
                    progress(index, report.objects + report.present)
                }
            } catch let error as ExchangeError where error != .userMissing(user.text) {
                report.findings.append("\(error)")
            }
            progress(index + 1, report.objects + report.present)
        }
        return report
    }

    private func split(_ source: ImportSource) throws -> SplitCalendar {
        guard !source.isEmptyCalendar else { return SplitCalendar() }
        do {
            // It is the operator's own file, and may be a whole calendar.
            let limits = ICalendarLimits(
                maximumOctets: .max,
                maximumLineOctets: .max,
                maximumElements: .max,
                maximumDepth: ICalendarLimits.standard.maximumDepth
            )
            return SplitCalendar(try ICalendarObject(parsing: try source.octets(), limits: limits))
        } catch {
            throw ExchangeError.malformedFile(source.path, "\(error)")
        }
    }

    /// Returns the calendar for a file, and makes it where there is none of its name.
    private func target(
        for source: ImportSource,
        named name: String?,
        _ split: SplitCalendar,
        _ report: inout ImportReport
    ) async throws -> CalendarCollection {
        let name = name ?? source.calendarName
        let types = Set(split.objects.flatMap(\.calendar.components).map { $0.name.uppercased() })
        let components = types.subtracting(["VTIMEZONE"]).sorted()
        let new =
            source.entry.flatMap { $0.name == name ? $0.newCalendar : nil }
            ?? NewCalendar(
                name: name,
                components: components.isEmpty ? ["VEVENT"] : components,
                properties: CalendarProperties(displayName: name)
            )
        let (calendar, isNew) = try await database.write { [user, now] txn in
            let store = CalendarStore()
            guard let principal = try store.principal(user, in: txn) else {
                throw ExchangeError.userMissing(user.text)
            }
            if let present = try store.calendar(named: name, of: principal.home, in: txn) { return (present, false) }
            return (try store.createCalendar(new, in: principal.home, now: now, in: txn), true)
        }
        guard calendar.kind == .calendar else { throw ExchangeError.calendarMissing(name) }
        if isNew { report.calendars += 1 }
        return calendar
    }

    private func store(
        _ object: ICalendarObject,
        of source: ImportSource,
        in calendar: CalendarCollection,
        _ known: inout [AttachedContent: Attachment],
        _ report: inout ImportReport
    ) async throws {
        let resource: CalendarObjectResource
        do {
            resource = try CalendarObjectResource(validating: object)
        } catch {
            return report.findings.append("\(source.path): \(error)")
        }
        guard calendar.components.contains(resource.componentType.name) else {
            let type = resource.componentType.name
            return report.findings.append("\(source.path): the calendar \(calendar.name) takes no \(type)")
        }
        let isPresent = try await database.read { txn in
            try !CalendarStore().summaries(withUID: resource.uid, in: calendar.id, in: txn).isEmpty
        }
        guard !isPresent else { return report.present += 1 }
        var (object, before) = (object, known)
        let domain = try DedupDomain(validating: calendar.home.text)
        var intake = AttachmentIntake(into: domain, blobs: blobs, uris: uris, now: now)
        do {
            try await intake.take(from: &object, of: source, known: &before)
            try await commit(object, resource, of: source, in: calendar, intake)
        } catch SQLError.unknownOutcome(let message) {
            // The transaction may have taken effect: its attachments must keep their bytes.
            throw SQLError.unknownOutcome(message: message)
        } catch {
            await intake.release()
            throw error
        }
        known = before
        report.objects += 1
        report.attachments += intake.stored.count
        report.findings += intake.findings.map { "\(source.path), \(resource.uid): \($0)" }
    }

    private func commit(
        _ object: ICalendarObject,
        _ resource: CalendarObjectResource,
        of source: ImportSource,
        in calendar: CalendarCollection,
        _ intake: AttachmentIntake
    ) async throws {
        let data = object.serialised()
        let wish = source.objectName(for: resource.uid)
        try await database.write { [now] txn in
            let store = CalendarStore()
            var names = SafeNames()
            var name = names.name(for: wish, suffix: ".ics")
            while try store.summary(named: name, in: calendar.id, in: txn) != nil {
                name = names.name(for: wish, suffix: ".ics")
            }
            let new = NewCalendarObject(
                name: name,
                uid: resource.uid,
                componentType: resource.componentType.name,
                data: data
            )
            let written = try store.put(new, in: calendar.id, if: .absent, now: now, in: txn)
            try intake.record(for: LinkedObjectID(written.object.id.text), in: txn)
        }
    }
}
