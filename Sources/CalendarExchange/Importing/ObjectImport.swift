import AttachmentStore
import BlobModel
import CalendarStore
import ICalendar
import Recurrence
import SQLDatabase

/// Stores the objects of an import, one after the other, each in a transaction of its own.
struct ObjectImport {
    private let services: ImportServices
    private let options: ImportOptions

    /// The attachments that the files of this import have become.
    private var known: [AttachedContent.Key: Attachment] = [:]

    /// The objects that this import has dealt with, by their calendars; kept where it replaces.
    private var seen: Set<[String]> = []

    /// What was stored so far.
    var report = ImportReport()

    /// Makes an import that has stored nothing.
    init(_ services: ImportServices, _ options: ImportOptions) {
        (self.services, self.options) = (services, options)
    }

    /// An object that has the UID, with what it attaches.
    private struct Present: Sendable {
        let object: CalendarObject
        let attachments: [Attachment]
    }

    /// An object of a file that may be stored, and what it is to replace.
    private struct Candidate {
        var object: ICalendarObject
        let resource: CalendarObjectResource
        let source: ImportSource
        let present: Present?
    }

    /// Stores an object, or says why not.
    ///
    /// - Parameters:
    ///   - object: The object.
    ///   - source: The file that it is from.
    ///   - calendar: The calendar.
    /// - Throws: `SQLError`, and `BlobError` when bytes cannot be stored.
    mutating func store(
        _ object: ICalendarObject,
        of source: ImportSource,
        in calendar: CalendarCollection
    ) async throws {
        let resource: CalendarObjectResource
        do {
            resource = try Self.validated(object)
        } catch {
            // All components of an object have one UID, or none.
            let uid = object.calendar.components.lazy.compactMap { $0.first("UID")?.value }.first
            return add((uid.map { "\($0): " } ?? "") + "\(error)", on: source)
        }
        let type = resource.componentType.name
        guard calendar.components.contains(type) else {
            return add("the calendar \(calendar.name) takes no \(type)", on: source)
        }
        if options.replaces, !seen.insert([calendar.id.text, resource.uid]).inserted {
            return add("\(resource.uid): the import has it already, from a file before", on: source)
        }
        let present = try await present(resource.uid, in: calendar)
        guard present == nil || options.replaces else { return report.present += 1 }
        let candidate = Candidate(object: object, resource: resource, source: source, present: present)
        do {
            try await store(candidate, in: calendar)
        } catch let error as CalendarStoreError {
            // A client was faster.
            add("\(resource.uid): \(error)", on: source)
        } catch let error as AttachmentStoreError {
            // An attachment that it shares with an object before was taken away meanwhile.
            add("\(resource.uid): \(error)", on: source)
        } catch let error as CalendarObjectError {
            add("\(resource.uid): as an object of its own it is too large. \(error)", on: source)
        }
    }

    /// Holds an object against all that a PUT is held against.
    ///
    /// - Throws: `CalendarObjectError`, `RecurrenceError`, which name the line.
    private static func validated(_ object: ICalendarObject) throws -> CalendarObjectResource {
        let resource = try CalendarObjectResource(validating: object)
        try resource.checkConformance()
        // Rules that cannot be computed would be stored as an event that no time range ever finds.
        _ = try RecurrenceSet(of: resource)
        return resource
    }

    private func present(_ uid: String, in calendar: CalendarCollection) async throws -> Present? {
        try await services.database.read { txn in
            let store = CalendarStore()
            guard let summary = try store.summaries(withUID: uid, in: calendar.id, in: txn).first,
                let object = try store.object(summary.id, in: txn)
            else { return nil }
            let held = try AttachmentStore().attachments(linkedBy: LinkedObjectID(object.id.text), in: txn)
            return Present(object: object, attachments: held.map(\.attachment))
        }
    }

    private mutating func store(_ candidate: Candidate, in calendar: CalendarCollection) async throws {
        var (candidate, met, infected) = (candidate, known, Set<AttachmentID>())
        let domain = try DedupDomain(validating: calendar.home.text)
        var intake = AttachmentIntake(into: domain, replacing: candidate.present?.attachments ?? [], services)
        do {
            try await intake.take(from: &candidate.object, of: candidate.source, known: &met)
            for finding in intake.findings { add("\(candidate.resource.uid): \(finding)", on: candidate.source) }
            guard intake.findings.isEmpty || candidate.present == nil else {
                // What it attaches would be lost for a damaged copy.
                add("\(candidate.resource.uid): it is left as it was", on: candidate.source)
                return await intake.release()
            }
            guard !Self.isUnchanged(candidate) else { return report.unchanged += 1 }
            infected = try await commit(candidate, in: calendar, intake)
        } catch SQLError.unknownOutcome(let message) {
            // The transaction may have taken effect: its attachments must keep their bytes.
            throw SQLError.unknownOutcome(message: message)
        } catch {
            await intake.release()
            throw error
        }
        // What is withdrawn cannot be linked by another object.
        known = met.filter { !infected.contains($0.value.id) }
        for file in intake.stored.map(\.attachment) where infected.contains(file.id) {
            add(
                "\(candidate.resource.uid): \(file.filename) is infected, and nobody can fetch it",
                on: candidate.source
            )
        }
        report.attachments += intake.stored.count
        if candidate.present == nil { report.objects += 1 } else { report.replaced += 1 }
    }

    private static func isUnchanged(_ candidate: Candidate) -> Bool {
        guard let present = candidate.present, let stored = try? ICalendarObject(parsing: present.object.data) else {
            return false
        }
        let countsHead = !candidate.source.isMerged
        return ObjectMeaning(of: candidate.object, countsHead: countsHead)
            == ObjectMeaning(of: stored, countsHead: countsHead)
    }

    private func commit(
        _ candidate: Candidate,
        in calendar: CalendarCollection,
        _ intake: AttachmentIntake
    ) async throws -> Set<AttachmentID> {
        let data = candidate.object.serialised()
        // What is stored can be read again: the front's parser has limits, that of an import has none.
        _ = try CalendarObjectResource(parsing: data)
        let (resource, present) = (candidate.resource, candidate.present?.object)
        let wish = candidate.source.objectName(for: resource.uid)
        let terms = RemovalTerms(now: services.now, grace: options.grace)
        return try await services.database.write { [services, options] txn in
            let store = CalendarStore()
            let new = NewCalendarObject(
                name: try present?.name ?? Self.freeName(for: wish, in: calendar, txn),
                uid: resource.uid,
                componentType: resource.componentType.name,
                data: data
            )
            let condition = present.map { WriteCondition.matches([$0.etag]) } ?? .absent
            let written = try store.put(new, in: calendar.id, if: condition, now: services.now, in: txn)
            try intake.record(for: written.object, replacing: present?.data, terms: terms, in: txn)
            return try options.marksForScan ? intake.markForScan(in: txn) : []
        }
    }

    private static func freeName(
        for wish: String,
        in calendar: CalendarCollection,
        _ txn: any SQLTransaction
    ) throws -> String {
        var names = SafeNames()
        var name = names.name(for: wish, suffix: ".ics")
        while try CalendarStore().summary(named: name, in: calendar.id, in: txn) != nil {
            name = names.name(for: wish, suffix: ".ics")
        }
        return name
    }

    private mutating func add(_ finding: String, on source: ImportSource) {
        report.findings.append("\(source.location): \(finding)")
    }
}
