import CalendarStore
import HTMLPages
import SQLDatabase
import WebDAV

/// What all pages are read with: one request, within one transaction.
struct PageReading {
    /// What the front works with.
    let dependencies: FrontDependencies

    /// The request.
    let request: FrontRequest

    /// The transaction.
    let txn: any SQLTransaction

    /// Who is logged in.
    var principal: Principal { request.principal }

    /// The step to the first page.
    static let home = Crumb("My calendars", PagePath.home.link())

    /// Returns a calendar of who is logged in.
    ///
    /// - Throws: `WebDAVError` 404 where there is none of that name, or where it is an inbox or outbox; `SQLError`.
    func calendar(named name: String) throws -> ResolvedCalendar {
        let found = try dependencies.resolver.calendar(
            named: name,
            of: principal.uid,
            for: principal,
            requiring: .read,
            in: txn
        )
        guard found.calendar.kind == .calendar else { throw WebDAVError.notFound }
        return found
    }

    /// Returns the step to the page of a calendar.
    static func crumb(of calendar: CalendarCollection) -> Crumb {
        let name = calendar.displayName.isEmpty ? calendar.name : calendar.displayName
        return Crumb(name, PagePath.calendar(calendar.name).link())
    }
}
