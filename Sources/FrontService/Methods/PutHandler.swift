import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ICalendar
import ServiceSupport
import WebDAV

/// Answers PUT of calendar object resources (RFC 4791 §5.3.2).
///
/// Everything that can be checked without the body is checked before it is asked for, and once more in the transaction
/// that stores it. A short body is on its way in any case: there the transaction's checks are the only ones.
struct PutHandler: ResourceHandler {
    private let dependencies: FrontDependencies
    private let hook: any ObjectWriteHook

    /// Makes the handler.
    init(dependencies: FrontDependencies, hook: any ObjectWriteHook) {
        self.dependencies = dependencies
        self.hook = hook
    }

    /// Answers 201 or 204, with the representation where it is preferred.
    func respond(to request: FrontRequest) async throws -> Response {
        guard let path = ObjectPath(request.resource) else { throw WebDAVError.notFound }
        return try await store(request, at: path)
    }

    /// Stores the body of a request at a path, which a POST to the calendar chooses by itself.
    ///
    /// - Returns: 201 or 204, with the representation where it is preferred.
    /// - Throws: `WebDAVError`; `SQLError`.
    func store(_ request: FrontRequest, at path: ObjectPath) async throws -> Response {
        let head = try PutHead(request, maximumSize: dependencies.configuration.maximumResourceSize)
        let writer = ObjectWriter(dependencies: dependencies, path: path, conditions: head.conditions)
        do {
            let stored =
                if head.isFollowedByShortBody {
                    try await storeShort(request, with: writer)
                } else {
                    try await store(request, with: writer)
                }
            return response(to: stored, at: path, preferring: head.preferences)
        } catch let error as WebDAVError where error.status == .preconditionFailed {
            return try await CurrentObject.refusal(
                error,
                at: path,
                for: request,
                preferring: head.preferences,
                dependencies
            )
        }
    }

    /// Checks everything that can be checked without the body, and only then asks for it.
    private func store(_ request: FrontRequest, with writer: ObjectWriter) async throws -> StoredPut {
        let place = try await writer.admit(request.principal)
        request.announcesProcessing(dependencies.configuration.attachments.processing)
        return try await store(try await body(of: request), of: request, admitted: place, with: writer)
    }

    /// Reads a body that comes with its head in any case, and leaves all checks to the transaction where that is enough.
    ///
    /// The client is told what it would have been told without the body: what is refused because of it alone is looked at
    /// without it first.
    private func storeShort(_ request: FrontRequest, with writer: ObjectWriter) async throws -> StoredPut {
        request.announcesProcessing(dependencies.configuration.attachments.processing)
        let data: NewCalendarData
        do {
            data = try await body(of: request)
        } catch {
            if !Task.isCancelled { _ = try await writer.admit(request.principal) }
            throw error
        }
        if let participant = hook.participantWithoutPreparation(for: data.resource) {
            let (principal, received) = (request.principal, request.received)
            return try await writer.store(data, for: principal, now: received, participant: participant)
        }
        let place = try await writer.admit(request.principal)
        return try await store(data, of: request, admitted: place, with: writer)
    }

    private func body(of request: FrontRequest) async throws -> NewCalendarData {
        let octets = try await CalendarDataBody(dependencies.configuration.maximumResourceSize).octets(of: request)
        return try CalendarDataBody.parseNew(octets, now: request.received)
    }

    /// Stores a PUT, and begins it once more when the world changed between its preparation and its transaction.
    private func store(
        _ data: NewCalendarData,
        of request: FrontRequest,
        admitted place: ResolvedCalendar,
        with writer: ObjectWriter
    ) async throws -> StoredPut {
        try CalendarDataBody.check(data.resource.componentType, isSupportedBy: place.calendar)
        let write = ObjectWrite(request.principal, at: place, named: writer.path.name, data, now: request.received)
        do {
            return try await writer.store(write, data, participant: hook.begin(write))
        } catch is ObjectWriteOutdated {
            return try await writer.store(write, data, participant: hook.begin(write))
        }
    }

    private func response(to stored: StoredPut, at path: ObjectPath, preferring preferences: Preferences) -> Response {
        // What the request has taken for its body is kept for the representation, which is as long.
        let representation = ObjectRepresentation(of: stored.written.object)
        if preferences.wantsRepresentation {
            return representation.preferredResponse(
                status: stored.written.isNew ? .created : .ok,
                at: path.resource
            )
        }
        // RFC 4791 §5.3.4: when what is stored is not octet for octet what was sent, "a strong entity tag MUST NOT be
        // returned in the response".
        let headers: HTTPFields = stored.isChanged ? [:] : [.eTag: representation.entityTag.description]
        return Response(status: stored.written.isNew ? .created : .noContent, headers: headers)
    }
}
