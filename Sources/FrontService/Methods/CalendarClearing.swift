import AttachmentKeeping
import AttachmentStore
import CalendarStore
import Logging
import SQLDatabase
import ServiceSupport

/// Clears what is left of calendars that were removed, and of copies that were given up, step by step, so that no other
/// write waits for long.
///
/// Every step is a transaction of its own. When one fails, or nobody waits for it any more, the rest is left to
/// ``CalendarClearingService``, which is told so: to clients the calendar has been gone all the time, but its attachments
/// count in the quota until they are cleared.
struct CalendarClearing: Sendable {
    private let dependencies: FrontDependencies
    private let hook: any ObjectWriteHook

    /// Makes the clearing.
    ///
    /// - Parameters:
    ///   - dependencies: What all handlers work with.
    ///   - hook: Who takes part in every removal of an object.
    init(_ dependencies: FrontDependencies, hook: any ObjectWriteHook) {
        self.dependencies = dependencies
        self.hook = hook
    }

    /// Clears a calendar that a request has removed; a failure is logged and no more, since the request has succeeded.
    func clear(_ calendar: CalendarID, logger: Logger) async {
        do {
            try await clear(calendar)
        } catch {
            logger.notice("removed calendar left to be cleared", metadata: ["error": "\(error)"])
            dependencies.clearings.ring()
        }
    }

    /// Clears everything that is left of calendars, and of users who were removed.
    ///
    /// - Returns: The number of calendars and users.
    /// - Throws: `SQLError`; what the hook throws: the first error about calendars, once all the others are cleared.
    func workOff() async throws -> Int {
        let count = try await workOffCalendars()
        let homes = try await HomeClearing(dependencies.database, now: dependencies.now).workOff().count
        if homes > 0 { dependencies.releases.ring() }
        return count + homes
    }

    /// Clears every calendar of which something is left; one that cannot be cleared holds up no other one.
    ///
    /// - Returns: The number of calendars.
    /// - Throws: `SQLError`; what the hook throws: the first error, once all the other calendars are cleared.
    private func workOffCalendars() async throws -> Int {
        var count = 0
        var failed: Set<CalendarID> = []
        var failure: (any Error)?
        while let next = try await firstRemoved(except: failed) {
            do {
                try await clear(next)
                count += 1
            } catch {
                guard !Task.isCancelled else { throw error }
                failed.insert(next)
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return count
    }

    /// Returns the calendar that was removed first, some left out.
    private func firstRemoved(except failed: Set<CalendarID>) async throws -> CalendarID? {
        let (calendars, now) = (dependencies.calendars, dependencies.now())
        let removed = try await dependencies.database.read { txn in
            try calendars.removedCalendars(now: now, limit: failed.count + 1, in: txn)
        }
        return removed.map(\.id).first { !failed.contains($0) }
    }

    private func clear(_ calendar: CalendarID) async throws {
        while try await !dependencies.database.write({ txn in try step(calendar, in: txn) }) {}
        dependencies.releases.ring()
    }

    /// Clears some of a calendar.
    ///
    /// - Returns: Whether nothing is left.
    private func step(_ id: CalendarID, in txn: any SQLTransaction) throws -> Bool {
        guard let calendar = try calendars.removedCalendar(id, now: dependencies.now(), in: txn) else { return true }
        return try CalendarStep(calendars, dependencies.attachments).clear(calendar, in: txn) { objects in
            try tell(of: objects, of: calendar, in: txn)
        }
    }

    /// Tells the hook of objects that were removed when their calendar was, by its owner; where he was removed with it,
    /// their attachments go with his home.
    private func tell(
        of objects: ArraySlice<CalendarObjectSummary>,
        of calendar: RemovedCalendar,
        in txn: any SQLTransaction
    ) throws {
        guard let owner = try calendars.principal(ofHome: calendar.home, in: txn) else {
            return try dependencies.attachments.dropLinks(of: objects.map { LinkedObjectID($0.id.text) }, in: txn)
        }
        for object in objects {
            let deletion = ObjectDeletion(principal: owner, owner: owner, object: object, now: calendar.removed)
            try hook.objectWasDeleted(deletion, in: txn)
        }
    }

    private var calendars: CalendarStore { dependencies.calendars }
}
