import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ServiceSupport
import WebDAV

/// Answers COPY and MOVE of calendar object resources and of calendars (RFC 4918 §9.8, §9.9).
struct TransferHandler: ResourceHandler {
    private let dependencies: FrontDependencies
    private let hook: any ObjectWriteHook

    /// Makes the handler.
    init(dependencies: FrontDependencies, hook: any ObjectWriteHook) {
        self.dependencies = dependencies
        self.hook = hook
    }

    /// Answers 201 or 204, with the representation of an object where it is preferred.
    func respond(to request: FrontRequest) async throws -> Response {
        let transfer = try Transfer(request, dependencies, hook: hook)
        let isNew: Bool
        do {
            isNew = try await perform(transfer, for: request)
        } catch let error as WebDAVError where error == .preconditionFailed {
            return try await refusal(error, of: transfer, to: request)
        }
        dependencies.releases.ring()
        return try await response(to: request, transfer, isNew: isNew)
    }

    private func perform(_ transfer: Transfer, for request: FrontRequest) async throws -> Bool {
        switch request.resource {
        case .calendar(let owner, let name):
            let source = CalendarPath(owner: owner, name: name)
            return try await CalendarTransfer(transfer, from: source).perform(logger: request.context.logger)
        case .object(let owner, let calendar, let name):
            let source = ObjectPath(owner: owner, calendar: calendar, name: name)
            return try await perform(transfer, of: source)
        case .root, .wellKnownCalDAV, .principals, .users, .principal, .homes, .home, .attachment, .page:
            throw WebDAVError.notFound
        }
    }

    private func perform(_ transfer: Transfer, of source: ObjectPath) async throws -> Bool {
        guard let destination = transfer.head.destination.flatMap({ ObjectPath($0) }) else {
            throw WebDAVError(.forbidden, "A calendar object has its place in a calendar, and nowhere else.")
        }
        guard transfer.isMove, source.owner == destination.owner else {
            return try await ObjectCopy(transfer, from: source, to: destination).perform()
        }
        return try await ObjectMove(transfer, from: source, to: destination).perform()
    }

    /// Answers a request of which a condition does not hold.
    ///
    /// RFC 8144 §3.2: where the client prefers it, the answer has the current representation: of the object that the
    /// request names, which the conditions are about. A collection has none.
    private func refusal(
        _ error: WebDAVError,
        of transfer: Transfer,
        to request: FrontRequest
    ) async throws -> Response {
        guard let source = ObjectPath(request.resource) else { throw error }
        return try await CurrentObject.refusal(
            error,
            at: source,
            for: request,
            preferring: transfer.head.preferences,
            dependencies
        )
    }

    private func response(
        to request: FrontRequest,
        _ transfer: Transfer,
        isNew: Bool
    ) async throws -> Response {
        // RFC 8144 §3.1: the representation is that of the resource at the destination.
        if transfer.head.preferences.wantsRepresentation,
            let path = transfer.head.destination.flatMap({ ObjectPath($0) }),
            let object = try await CurrentObject.preferred(at: path, for: request, dependencies)
        {
            return ObjectRepresentation(of: object)
                .preferredResponse(status: isNew ? .created : .ok, at: path.resource)
        }
        guard isNew, let destination = transfer.head.destination else { return Response(status: .noContent) }
        let location = dependencies.configuration.publicURL.appending(destination.href)
        return Response(status: .created, headers: [.location: location])
    }
}
