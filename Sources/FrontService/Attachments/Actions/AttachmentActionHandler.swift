import AttachmentStore
import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ManagedAttachments
import WebDAV
import ServiceSupport

/// Answers POST on calendar object resources (RFC 8607 §3.3).
struct AttachmentActionHandler: ResourceHandler {
    private let dependencies: FrontDependencies
    private let minter: UploadGrantMinter
    private let releaser: ReferenceReleaser

    /// Makes the handler.
    init(dependencies: FrontDependencies, releaser: ReferenceReleaser) {
        self.dependencies = dependencies
        self.releaser = releaser
        minter = UploadGrantMinter(dependencies)
    }

    /// Answers 201, 200, or 204 once all is durable.
    func respond(to request: FrontRequest) async throws -> Response {
        guard let path = ObjectPath(request.resource) else { throw WebDAVError.notFound }
        do {
            let exchange = try AttachmentExchange(request, at: path, dependencies)
            do {
                return try await perform(exchange, request)
            } catch let error as WebDAVError where error.status == .preconditionFailed {
                return try await CurrentObject.refusal(
                    error,
                    at: path,
                    for: request,
                    preferring: exchange.head.preferences,
                    dependencies
                )
            }
        } catch let violation as ManagedAttachmentViolation {
            throw WebDAVError(violation)
        } catch AttachmentStoreError.abandoned {
            throw WebDAVError(.serviceUnavailable, "The upload took too long and was given up.")
        }
    }

    private func perform(_ exchange: AttachmentExchange, _ request: FrontRequest) async throws -> Response {
        let response =
            switch exchange.head.action {
            case .add: try await upload(exchange, request, answer: Response.added)
            case .update: try await upload(exchange, request, answer: Response.updated)
            case .remove(let id, let instances): try await remove(id, from: instances, exchange, request)
            }
        // Whoever releases bytes looks into the database when he is rung: an addition leaves nothing to be released.
        if exchange.head.action.takesAway { dependencies.releases.ring() }
        return response
    }

    /// Stores the body, or has the client send it to the node.
    private func upload(
        _ exchange: AttachmentExchange,
        _ request: FrontRequest,
        answer: (AttachmentUpload.Outcome, AttachmentExchange) -> Response
    ) async throws -> Response {
        request.announcesProcessing(dependencies.configuration.attachments.processing)
        let id = AttachmentID.make(at: exchange.received)
        guard let action = exchange.uploadAction(as: id) else { preconditionFailure("A removal has no body.") }
        let upload = AttachmentUpload(exchange, as: id, releaser: releaser)
        if let elsewhere = try await minter.redirected(request, as: id, for: action, by: upload) { return elsewhere }
        return answer(try await upload.perform(action, with: request), exchange)
    }

    /// Removes an attachment, unless the request has a body: whoever sends one means something else, such as an update.
    ///
    /// RFC 8607 §3.6: "The body of the request will be empty."
    private func remove(
        _ id: ManagedID,
        from instances: InstanceSelection,
        _ exchange: AttachmentExchange,
        _ request: FrontRequest
    ) async throws -> Response {
        let action = RemoveAttachment(
            id: id,
            instances: instances,
            planner: dependencies.planner,
            now: exchange.received
        )
        let stored = try await exchange.carryOut(action) { try await UnexpectedBody.refuse(of: request) }
        return .changed(stored, exchange)
    }
}
