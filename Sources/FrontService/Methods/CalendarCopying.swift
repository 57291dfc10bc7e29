import AttachmentKeeping
import AttachmentStore
import CalendarStore
import FoundationEssentials
import Logging
import SQLDatabase
import WebDAV

/// One attempt to copy a calendar to another name in its home, in steps between which other writes have their turn.
///
/// RFC 4918 §9.8 asks for no snapshot, and has an answer (207) for copies that come to pass in part; this one never does.
/// It is made where nobody sees it, catches up with what is changed meanwhile, and gets its name in the last step. What it
/// replaces goes in that one too. When it fails, or the front stops, there is nothing but what ``CalendarClearing`` clears.
struct CalendarCopying: Sendable {
    /// What a step has led to.
    private enum Outcome: Sendable {
        /// There is more to copy.
        case unfinished(UnfinishedCopy)
        /// The copy has its name; with what it replaced.
        case finished(replaced: CalendarID?)
    }

    /// The seconds after which a copy is cleared that nobody goes on with.
    static let patience = 600.0

    private let transfer: Transfer
    private let source: CalendarPath
    private let name: String
    private let logger: Logger

    /// Makes an attempt.
    ///
    /// - Parameters:
    ///   - transfer: The request.
    ///   - source: The path of the calendar.
    ///   - name: The name that the copy gets in the same home.
    ///   - logger: The request's logger.
    init(_ transfer: Transfer, from source: CalendarPath, to name: String, logger: Logger) {
        self.transfer = transfer
        self.source = source
        self.name = name
        self.logger = logger
    }

    /// Copies the calendar.
    ///
    /// - Returns: What the copy replaced; it is durable.
    /// - Throws: `WebDAVError`; `SQLError`; `ObjectWriteOutdated` where the calendar is another one than at the beginning.
    func perform() async throws -> CalendarID? {
        let database = transfer.dependencies.database
        try await database.read { txn in try admit(in: txn) }
        var copy: UnfinishedCopy?
        do {
            while true {
                switch try await database.write({ [copy] txn in try step(copy, in: txn) }) {
                case .unfinished(let next): copy = next
                case .finished(let replaced): return replaced
                }
            }
        } catch {
            if let copy { await giveUp(copy) }
            throw error
        }
    }

    /// Refuses a copy that takes too much, before anything is written.
    private func admit(in txn: any SQLTransaction) throws {
        let places = try places(in: txn)
        guard includesObjects else { return }
        try CalendarTransferLimits(transfer.dependencies).checkExtent(of: places.source.calendar, in: txn)
        try checkRoom(for: places.source.calendar.totalBytes, at: places, in: txn)
    }

    /// Copies as much as one step may, begins with that where there is no copy so far, and finishes the copy when it has all.
    private func step(_ copy: UnfinishedCopy?, in txn: any SQLTransaction) throws -> Outcome {
        let places = try places(in: txn)
        let (calendar, home) = (places.source.calendar, places.home.owner.home)
        let begun = try copy ?? begin(calendar.id, in: home, txn)
        guard begun.source == calendar.id else { throw ObjectWriteOutdated() }
        guard includesObjects else { return try finish(begun, at: places, in: txn) }
        try CalendarTransferLimits.checkSize(of: calendar)
        let step = try proceed(begun, in: txn)
        try link(step, of: places.home.owner, in: txn)
        guard step.isUpToDate else {
            let bytes = try calendars.unfinishedBytes(of: home, now: transfer.dependencies.now(), in: txn)
            try checkRoom(for: bytes, at: places, in: txn)
            return .unfinished(step.copy)
        }
        return try finish(step.copy, at: places, in: txn)
    }

    private func begin(_ calendar: CalendarID, in home: HomeID, _ txn: any SQLTransaction) throws -> UnfinishedCopy {
        try refusingTooMany { try calendars.beginCopy(of: calendar, to: home, until: expiry, in: txn) }
    }

    private func proceed(_ copy: UnfinishedCopy, in txn: any SQLTransaction) throws -> CopyStep {
        do {
            let changes = try calendars.nextChanges(for: copy, limit: CalendarStep.objects, in: txn)
            var room = try CalendarStep(transfer.dependencies.calendars, transfer.dependencies.attachments)
                .affordable(changes.compactMap(\.self), in: txn).count
            let count = changes.prefix { change in
                if change != nil { room -= 1 }
                return room >= 0
            }.count
            return try calendars.continueCopy(
                copy,
                changes: max(count, 1),
                now: transfer.received,
                until: expiry,
                in: txn
            )
        } catch CalendarStoreError.syncTokenInvalid, CalendarStoreError.calendarNotFound {
            // It was moved away and back, or this copy was given up since nobody went on with it for long.
            throw ObjectWriteOutdated()
        }
    }

    /// Gives the copy its name, in the place of what has it.
    private func finish(
        _ copy: UnfinishedCopy,
        at places: CalendarTransferPlaces,
        in txn: any SQLTransaction
    ) throws -> Outcome {
        if let replaced = places.replaced { try transfer.removal.remove(replaced, in: txn) }
        let quota = CalendarDataQuota(transfer.dependencies)
        _ = try quota.enforce(in: places.home.owner.home, txn) {
            try refusingTooMany {
                try calendars.finishCopy(copy, named: name, now: transfer.received, in: txn)
            }
        }
        return .finished(replaced: places.replaced?.calendar.id)
    }

    /// Links the attachments of objects to their copies, which the home has already, and drops the links of copies that are
    /// gone; what was withdrawn is linked no more.
    private func link(_ step: CopyStep, of owner: Principal, in txn: any SQLTransaction) throws {
        let store = transfer.dependencies.attachments
        let linking = try store.linkCounts(of: step.objects.keys.map { LinkedObjectID($0.text) }, in: txn)
        for (original, copy) in step.objects where linking[LinkedObjectID(original.text)] != nil {
            try store.copyLinks(of: LinkedObjectID(original.text), to: LinkedObjectID(copy.text), in: txn)
        }
        for object in step.dropped {
            let deletion = ObjectDeletion(
                principal: transfer.principal,
                owner: owner,
                object: object,
                now: transfer.received
            )
            try transfer.hook.objectWasDeleted(deletion, in: txn)
        }
    }

    /// Clears what there is of a copy; a failure is logged and no more, since its time comes to an end.
    private func giveUp(_ copy: UnfinishedCopy) async {
        let (dependencies, now) = (transfer.dependencies, transfer.dependencies.now())
        do {
            try await dependencies.database.write { txn in try calendars.giveUp(copy, now: now, in: txn) }
        } catch {
            return logger.notice("unfinished copy left to be cleared", metadata: ["error": "\(error)"])
        }
        await CalendarClearing(dependencies, hook: transfer.hook).clear(copy.id, logger: logger)
    }
}

extension CalendarCopying {
    private var calendars: CalendarStore { transfer.dependencies.calendars }

    private var includesObjects: Bool { transfer.head.depth == .infinity }

    private var expiry: Date { transfer.dependencies.now().addingTimeInterval(Self.patience) }

    private func places(in txn: any SQLTransaction) throws -> CalendarTransferPlaces {
        try CalendarTransferPlaces(transfer, from: source, to: name, in: txn)
    }

    /// Refuses octets that the home has no room for beside what it keeps.
    private func checkRoom(for bytes: UInt64, at places: CalendarTransferPlaces, in txn: any SQLTransaction) throws {
        try CalendarDataQuota(transfer.dependencies).checkRoom(
            for: bytes,
            replacing: places.replaced?.calendar.totalBytes ?? 0,
            in: places.home.owner.home,
            txn
        )
    }

    private func refusingTooMany<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch CalendarStoreError.tooManyCalendars(let limit) {
            throw WebDAVError.tooManyCalendars(limit)
        }
    }
}

extension CalendarCollection {
    /// The octets of the calendar that count towards the quota of its home.
    fileprivate var totalBytes: UInt64 { dataBytes + propertyBytes }
}
