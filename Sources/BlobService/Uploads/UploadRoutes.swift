import BlobAPI
import BlobModel
import HTTPSemantics
import HTTPTypes
import Hummingbird
import InternalServing
import ServiceSupport

/// The routes of upload sessions: open, tell, append, commit, abandon.
struct UploadRoutes: Sendable {
    /// The node that they belong to.
    let node: NodeAccess

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.on(.createUpload, use: create)
        router.on(.readUpload, use: read)
        router.on(.appendUpload, use: append)
        router.on(.commitUpload, use: commit)
        router.on(.abandonUpload, use: abandon)
    }

    @Sendable
    private func create(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let call = try await PlacedCall(request, context, node: node)
        let length = try UploadFields.declaredLength(of: request.head)
        let session = try await call.deadline.run {
            try await call.store.createUpload(in: call.domain, expecting: length)
        }
        var response = try Response.json(session, status: .created)
        // RFC 9110 §15.3.2: "The primary resource created by the request is identified by … a Location header field".
        response.headers[.location] = InternalPath.upload(session.session, in: call.domain)
        response.headers[.uploadOffset] = String(session.offset)
        return response
    }

    @Sendable
    private func read(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let call = try await PlacedCall(request, context, node: node)
        let id = try Self.session(context)
        return try Self.answer(try await call.deadline.run { try await call.store.upload(id, in: call.domain) })
    }

    @Sendable
    private func append(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let call = try await PlacedCall(request, context, node: node)
        let id = try Self.session(context)
        let order = try PartOrder(request)
        let bytes = RequestBytes(body: try await request.acceptBody(context))
        let part = order.part(ByteStream(bytes))
        return try Self.answer(
            try await call.deadline.run { try await call.store.append(part, to: id, in: call.domain) }
        )
    }

    @Sendable
    private func commit(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let call = try await PlacedCall(request, context, node: node)
        let id = try Self.session(context)
        let completion = UploadCompletion(
            reference: try ReferenceID(validating: context.parameters.require("reference")),
            length: try UploadFields.length(of: request.head),
            blob: try Self.declaredBlob(request)
        )
        let stored = try await call.deadline.run {
            try await call.store.commit(id, as: completion, in: call.domain)
        }
        return try .json(stored, status: stored.wasPresent ? .ok : .created)
    }

    @Sendable
    private func abandon(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let call = try await PlacedCall(request, context, node: node)
        let id = try Self.session(context)
        try await call.deadline.run { try await call.store.abandon(id, in: call.domain) }
        return Response(status: .noContent)
    }

    private static func session(_ context: ServiceRequestContext) throws -> UploadSessionID {
        try UploadSessionID(validating: context.parameters.require("session"))
    }

    /// draft-ietf-httpbis-resumable-upload: a response about an upload carries `Upload-Offset`.
    private static func answer(_ session: UploadSession) throws -> Response {
        var response = try Response.json(session)
        response.headers[.uploadOffset] = String(session.offset)
        return response
    }

    /// A blob's name is the SHA-256 of all its bytes, so that the digest of RFC 9530 §3 names the blob.
    private static func declaredBlob(_ request: Request) throws -> ContentID? {
        let digests = try ReferenceRoutes.digests(of: request)
        return digests.representation?.sha256.flatMap { ContentID(bytes: $0) }
    }
}
