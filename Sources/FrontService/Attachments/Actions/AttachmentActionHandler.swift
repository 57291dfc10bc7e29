import SQLDatabase
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
    private let planner: AttachmentPlanner
    private let releaser: ReferenceReleaser

    /// Makes the handler.
    init(dependencies: FrontDependencies, releaser: ReferenceReleaser) {
        self.dependencies = dependencies
        self.releaser = releaser
        planner = AttachmentPlanner(dependencies.configuration)
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
                    for: request.principal,
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
            case .add(let instances): try await add(to: instances, exchange, request)
            case .update(let old): try await update(old, exchange, request)
            case .remove(let id, let instances): try await remove(id, from: instances, exchange)
            }
        dependencies.releases.ring()
        return response
    }

    private func add(
        to instances: InstanceSelection,
        _ exchange: AttachmentExchange,
        _ request: FrontRequest
    ) async throws -> Response {
        let id = AttachmentID.random()
        let action = AddAttachment(
            id: id,
            instances: instances,
            label: AttachmentLabel(contentType: exchange.head.contentType, disposition: exchange.head.disposition),
            planner: planner,
            now: exchange.received
        )
        let upload = AttachmentUpload(exchange, as: id, releaser: releaser)
        return .added(try await upload.perform(action, with: request), exchange)
    }

    private func update(
        _ old: ManagedID,
        _ exchange: AttachmentExchange,
        _ request: FrontRequest
    ) async throws -> Response {
        let id = AttachmentID.random()
        let action = UpdateAttachment(
            id: id,
            old: old,
            contentType: exchange.head.contentType,
            disposition: exchange.head.disposition,
            planner: planner,
            store: dependencies.attachments,
            now: exchange.received
        )
        let upload = AttachmentUpload(exchange, as: id, releaser: releaser)
        return .updated(try await upload.perform(action, with: request), exchange)
    }

    /// RFC 8607 §3.6: "The body of the request will be empty"; one that is not is never asked for.
    private func remove(
        _ id: ManagedID,
        from instances: InstanceSelection,
        _ exchange: AttachmentExchange
    ) async throws -> Response {
        let action = RemoveAttachment(id: id, instances: instances, planner: planner, now: exchange.received)
        // What is refused is refused here: every other write waits while a transaction that writes is open.
        let found = try await dependencies.database.read { txn in
            let target = try exchange.target(in: txn)
            _ = try exchange.plan(action, on: target, size: 0, in: txn)
            return target
        }
        let occurrences = TargetOccurrences(found, now: exchange.received)
        let object = try await dependencies.database.write { txn in
            let target = try exchange.target(in: txn)
            let planned = try exchange.plan(action, on: target, size: 0, in: txn)
            return try exchange.store(planned, on: target, indexed: occurrences, in: txn)
        }
        return .changed(object, exchange)
    }
}
