import CalendarStore
import HTTPTypes
import SQLDatabase
import WebDAV

/// The calendars whose busy times a free-busy-query may tell.
struct FreeBusyScope: Sendable {
    /// The calendars.
    let calendars: [CalendarCollection]

    /// Finds the calendars.
    ///
    /// RFC 4791 §7.10: the answer is of "all the calendar object resources targeted by the request and that have the
    /// CALDAV:read-free-busy or DAV:read privilege granted to the current user"; the first is contained in the second.
    ///
    /// - Parameters:
    ///   - exchange: The report.
    ///   - txn: The transaction.
    /// - Throws: `WebDAVError` 404, also where the privilege is missing on the resource of the request; `SQLError`.
    init(_ exchange: ReportExchange, _ txn: any SQLTransaction) throws {
        // RFC 6638 §9.1: CALDAV:transparent means "Invisible to busy time searches"; an inbox and an outbox have
        // messages.
        calendars = try Self.collections(exchange, txn).filter { $0.kind == .calendar && !$0.properties.isTransparent }
    }

    /// Returns the collections that the report is about.
    ///
    /// RFC 4791 §7.10: without the privilege on the Request-URI the report "MUST fail and return a 404 (Not Found) status
    /// value", which "will prevent users from discovering URLs".
    private static func collections(
        _ exchange: ReportExchange,
        _ txn: any SQLTransaction
    ) throws -> [CalendarCollection] {
        do {
            return switch exchange.request.resource {
            case .calendar(let owner, let name):
                [try exchange.calendar(named: name, of: owner, txn)].filter { _ in exchange.depth != .zero }
            case .home(let owner):
                try exchange.calendars(of: owner, txn).filter { _ in exchange.depth == .infinity }
            default: []
            }
        } catch let error as WebDAVError where error.status == .forbidden {
            throw WebDAVError.notFound
        }
    }
}

extension ReportExchange {
    fileprivate func calendar(
        named name: String,
        of owner: UserID,
        _ txn: any SQLTransaction
    ) throws -> CalendarCollection {
        try dependencies.resolver.calendar(
            named: name,
            of: owner,
            for: request.principal,
            requiring: .readFreeBusy,
            in: txn
        ).calendar
    }

    /// Returns the calendars of a home of which the principal may know when time is taken.
    fileprivate func calendars(of owner: UserID, _ txn: any SQLTransaction) throws -> [CalendarCollection] {
        let home = try dependencies.resolver.home(
            of: owner,
            for: request.principal,
            requiring: .readFreeBusy,
            in: txn
        )
        return try dependencies.calendars.calendars(of: home.owner.home, in: txn).filter { calendar in
            try dependencies.accessControl.privileges(of: request.principal, on: calendar.asProtected, in: txn)
                .contains(.readFreeBusy)
        }
    }
}
