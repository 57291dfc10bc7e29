import CalDAV
import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import SQLDatabase
import WebDAV

/// A name in a home at which a calendar is made, as one transaction sees it.
struct NewCalendarPlace: Sendable {
    /// The home.
    let home: HomeID

    /// The segment of the calendar's path, decoded.
    let name: String

    /// The instant of creation.
    let now: Date

    /// Checks that a principal may make a calendar at a path where nothing is yet.
    ///
    /// - Throws: `WebDAVError` 403 with the precondition, 405 for a MKCOL where something is, 409 without a home; `SQLError`.
    static func find(
        for request: FrontRequest,
        _ dependencies: FrontDependencies,
        in txn: any SQLTransaction
    ) throws -> NewCalendarPlace {
        guard case .calendar(let owner, let name) = request.resource else {
            try checkParent(of: request, dependencies, in: txn)
            throw WebDAVError.noPlaceForCalendar
        }
        let home = try dependencies.resolver.parentHome(
            of: owner,
            for: request.principal,
            requiring: .bind,
            in: txn
        )
        let existing = try dependencies.calendars.calendar(named: name, of: home.owner.home, in: txn)
        guard existing == nil else { throw taken(by: request.request.method) }
        return NewCalendarPlace(home: home.owner.home, name: name, now: request.received)
    }

    /// Checks that the calendar exists in which another one is asked for.
    ///
    /// RFC 4918 §9.3: "When MKCOL is processed, all ancestors MUST already exist, or the method MUST fail with a 409
    /// (Conflict) status code."
    private static func checkParent(
        of request: FrontRequest,
        _ dependencies: FrontDependencies,
        in txn: any SQLTransaction
    ) throws {
        guard case .object(let owner, let parent, _) = request.resource else { return }
        do {
            let resolver = dependencies.resolver
            _ = try resolver.calendar(named: parent, of: owner, for: request.principal, requiring: .read, in: txn)
        } catch let error as WebDAVError where error.status == .notFound {
            throw WebDAVError.parentMissing
        }
    }

    private static func taken(by method: HTTPRequest.Method) -> WebDAVError {
        // RFC 4918 §9.3.1: "405 (Method Not Allowed) - MKCOL can only be executed on an unmapped URL."
        guard method == .mkcalendar else { return WebDAVError(.methodNotAllowed, "There is a collection already.") }
        // RFC 4791 §5.3.1 (DAV:resource-must-be-null): "A resource MUST NOT exist at the Request-URI".
        return WebDAVError(.resourceMustBeNull, "There is a collection already.")
    }
}

extension WebDAVError {
    /// A home has as many calendars as it may.
    ///
    /// RFC 4918 §9.3.1: "507 (Insufficient Storage) - The resource does not have sufficient space to record the state of
    /// the resource after the execution of this method." §9.8.5 says so of COPY.
    static func tooManyCalendars(_ limit: Int) -> WebDAVError {
        WebDAVError(.insufficientStorage, "A calendar home has at most \(limit) calendars.")
    }

    /// A calendar is to be where none can be.
    ///
    /// RFC 4791 §5.3.1 (CALDAV:calendar-collection-location-ok): "The Request-URI MUST identify a location where a calendar
    /// collection can be created".
    static let noPlaceForCalendar = WebDAVError(
        .calendarCollectionLocationOK,
        "A calendar has its place in a calendar home, and nowhere else."
    )
}
