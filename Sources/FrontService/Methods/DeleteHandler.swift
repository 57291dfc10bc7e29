import CalendarStore
import FoundationEssentials
import HTTPSemantics
import HTTPTypes
import Hummingbird
import SQLDatabase
import WebDAV
import ServiceSupport

/// Answers DELETE of calendar object resources.
struct DeleteHandler: ResourceHandler {
    private let dependencies: FrontDependencies
    private let hook: any ObjectWriteHook

    /// Makes the handler.
    init(dependencies: FrontDependencies, hook: any ObjectWriteHook) {
        self.dependencies = dependencies
        self.hook = hook
    }

    /// Answers 204 once the object and its links are gone, durably.
    func respond(to request: FrontRequest) async throws -> Response {
        guard let path = ObjectPath(request.resource) else { throw WebDAVError.notFound }
        let conditions = try RequestConditions(request)
        // The transaction holds nothing of what the request has taken of the budgets.
        let (principal, received) = (request.principal, request.received)
        do {
            try await dependencies.database.write { txn in
                try delete(path, by: principal, under: conditions, received, in: txn)
            }
        } catch let error as WebDAVError where error.status == .preconditionFailed {
            return try await CurrentObject.refusal(
                error,
                at: path,
                for: request,
                preferring: Preferences(parsing: request.request.headers[values: .prefer]),
                dependencies
            )
        }
        dependencies.releases.ring()
        return Response(status: .noContent)
    }

    private func delete(
        _ path: ObjectPath,
        by principal: Principal,
        under conditions: RequestConditions,
        _ now: Date,
        in txn: any SQLTransaction
    ) throws {
        // RFC 3744 §3.10: removing a member needs DAV:unbind on the collection.
        let found = try dependencies.resolver.object(at: path, for: principal, requiring: .unbind, in: txn)
        // RFC 9110 §13.2.1: "A server MUST ignore all received preconditions if its response to the same request without those
        // conditions, prior to processing the request content, would have been a status code other than a 2xx (Successful) or
        // 412 (Precondition Failed)."
        guard let object = found.summary else { throw WebDAVError.notFound }
        try conditions.check(object, for: principal, dependencies, in: txn)
        let removal = ResourceRemoval(dependencies.calendars, hook, principal: principal, now: now)
        try removal.remove(object, from: found.place, in: txn)
    }
}
