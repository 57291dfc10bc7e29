package import BlobModel
package import CalendarStore
package import FoundationEssentials
import ICalendar
package import ManagedAttachments
package import SQLDatabase

/// Stores the calendar objects of files in a user's calendars, with their attachments.
///
/// Each object is one transaction, after the bytes of its attachments are durable. An object whose UID its calendar has
/// already is left alone, so that an import that broke off can be run again; or it is replaced where it says something else,
/// so that an import can be repeated. Quotas and limits of clients do not count.
package struct CalendarImport: Sendable {
    private let user: UserID
    private let services: ImportServices

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
        services = ImportServices(database: database, blobs: blobs, uris: uris, now: now)
    }

    /// Imports files.
    ///
    /// - Parameters:
    ///   - sources: The files.
    ///   - options: What is done with them.
    ///   - progress: Told how many files are done, and how many objects.
    /// - Returns: What was stored; what could not be is a finding.
    /// - Throws: ``ExchangeError/userMissing(_:)``; `SQLError`, and `BlobError` when a node does not answer.
    package func run(
        _ sources: [ImportSource],
        _ options: ImportOptions = ImportOptions(),
        progress: (Int, Int) -> Void
    ) async throws -> ImportReport {
        var objects = ObjectImport(services, options)
        for (index, source) in sources.enumerated() {
            do {
                try await store(source, options, &objects) { progress(index, $0) }
            } catch let error as ExchangeError where error != .userMissing(user.text) {
                objects.report.findings.append("\(error)")
            } catch let error as CalendarStoreError {
                // Such as the greatest number of calendars: other files may be for those that are there.
                objects.report.findings.append("\(source.location): \(error)")
            }
            progress(index + 1, objects.report.seen)
        }
        return objects.report
    }

    private func store(
        _ source: ImportSource,
        _ options: ImportOptions,
        _ objects: inout ObjectImport,
        _ progress: (Int) -> Void
    ) async throws {
        let split = try split(source)
        objects.report.findings += split.linesWithoutUID.map {
            "\(source.location): Line \($0): the component has no UID."
        }
        let calendar = try await target(for: source, named: options.calendar, split, &objects.report)
        for object in split.objects {
            try await objects.store(object, of: source, in: calendar)
            progress(objects.report.seen)
        }
    }

    private func split(_ source: ImportSource) throws -> SplitCalendar {
        guard !source.isEmptyCalendar else { return SplitCalendar() }
        do {
            let octets = try source.octets()
            let stream = try ICalendarObject(parsing: octets, limits: Self.limits(forOctets: octets.count))
            return SplitCalendar(stream, isCalendar: source.isMerged)
        } catch {
            throw ExchangeError.malformedFile(source.location, "\(error)")
        }
    }

    /// Returns the limits of a file, which may be a whole calendar: many elements are a matter of many octets.
    static func limits(forOctets count: Int) -> ICalendarLimits {
        ICalendarLimits(
            maximumOctets: .max,
            maximumLineOctets: .max,
            maximumElements: max(40 * ICalendarLimits.standard.maximumElements, count / 16),
            maximumDepth: ICalendarLimits.standard.maximumDepth
        )
    }

    /// Returns the calendar for a file, and makes it where there is none of its name.
    private func target(
        for source: ImportSource,
        named name: String?,
        _ split: SplitCalendar,
        _ report: inout ImportReport
    ) async throws -> CalendarCollection {
        let name = name ?? source.calendarName
        guard SafeNames.isSegment(name) else {
            let reason = "The name of its calendar is empty, too long, or has what no segment of a URL has."
            throw ExchangeError.malformedFile(source.location, reason)
        }
        let entry = source.entry.flatMap { $0.name == name ? $0 : nil }
        let new =
            entry?.newCalendar
            ?? NewCalendar(
                name: name,
                components: split.componentTypes.isEmpty ? ["VEVENT"] : split.componentTypes,
                properties: CalendarProperties(displayName: name)
            )
        let (calendar, isNew) = try await services.database.write { [user, services] txn in
            let store = CalendarStore()
            guard let principal = try store.principal(user, in: txn) else {
                throw ExchangeError.userMissing(user.text)
            }
            if let present = try store.calendar(named: name, of: principal.home, in: txn) { return (present, false) }
            return (try store.createCalendar(new, in: principal.home, now: services.now, in: txn), true)
        }
        guard calendar.kind == .calendar else { throw ExchangeError.calendarMissing(name) }
        if isNew { report.calendars += 1 }
        if isNew, let entry {
            report.findings += entry.tooLongTexts.map {
                "\(source.location): \($0) is left out: it has more than \(CalendarListing.maximumTextSize) octets"
            }
        }
        return calendar
    }
}
