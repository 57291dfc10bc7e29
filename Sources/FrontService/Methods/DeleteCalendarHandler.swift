import CalendarStore
import HTTPTypes
import Hummingbird
import SQLDatabase
import ServiceSupport
import WebDAV

/// Answers DELETE of calendars (RFC 4918 §9.6.1).
struct DeleteCalendarHandler: ResourceHandler {
    private let dependencies: FrontDependencies
    private let hook: any ObjectWriteHook

    /// Makes the handler.
    init(dependencies: FrontDependencies, hook: any ObjectWriteHook) {
        self.dependencies = dependencies
        self.hook = hook
    }

    /// Answers 204 once the calendar is gone, durably, and what it had is cleared as far as that can be done now.
    func respond(to request: FrontRequest) async throws -> Response {
        guard case .calendar(let owner, let name) = request.resource else { throw WebDAVError.notFound }
        try Self.checkDepth(of: request)
        let conditions = try RequestConditions(request)
        let removed = try await dependencies.database.write { txn in
            try delete(name, of: owner, request, under: conditions, in: txn)
        }
        await CalendarClearing(dependencies, hook: hook).clear(removed, logger: request.context.logger)
        return Response(status: .noContent)
    }

    /// Refuses every depth but one.
    ///
    /// RFC 4918 §9.6.1: "A client MUST NOT submit a Depth header with a DELETE on a collection with any value but infinity."
    private static func checkDepth(of request: FrontRequest) throws(WebDAVError) {
        guard try Depth(parsing: request.request.headers[.depth], default: .infinity) == .infinity else {
            throw WebDAVError(.badRequest, "A calendar is removed with all that is in it.")
        }
    }

    private func delete(
        _ name: String,
        of owner: UserID,
        _ request: FrontRequest,
        under conditions: RequestConditions,
        in txn: any SQLTransaction
    ) throws -> CalendarID {
        let principal = request.principal
        let place = try dependencies.resolver.ownCalendar(named: name, of: owner, for: principal, in: txn)
        // RFC 3744 §3.10: removing a member needs DAV:unbind on the collection.
        _ = try dependencies.resolver.home(of: owner, for: principal, requiring: .unbind, in: txn)
        try conditions.check(nil, for: principal, dependencies, in: txn)
        try ResourceRemoval(dependencies.calendars, hook, principal: principal, now: request.received)
            .remove(place, in: txn)
        return place.calendar.id
    }
}
