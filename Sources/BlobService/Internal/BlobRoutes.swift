import BlobAPI
import BlobModel
import HTTPSemantics
import HTTPTypes
import Hummingbird
import InternalServing
import ServiceSupport

/// The routes of blobs: stream, describe.
struct BlobRoutes: Sendable {
    /// The node that they belong to.
    let node: NodeAccess

    /// What sends the bytes.
    let bodies: DownloadBodies

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.on(.readBlob, use: read)
        router.on(.describeBlob, use: describe)
    }

    @Sendable
    private func read(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let call = try await PlacedCall(request, context, node: node)
        let blob = try Self.blob(context)
        let size = try await call.deadline.run {
            try await call.store.description(of: blob, in: call.domain).size
        }
        let part = try DownloadPart(of: request.head, entityTag: EntityTag(strong: blob.description), size: size)
        let body =
            request.method == .head
            ? ResponseBody()
            : try await bodies.body(of: blob, in: call.domain, pieces: part.pieces, from: call.store, context)
        var fields = part.fields
        fields[.contentType] = "application/octet-stream"
        fields[.cacheControl] = "no-store"
        return Response(status: part.status, headers: fields, body: body)
    }

    @Sendable
    private func describe(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let call = try await PlacedCall(request, context, node: node)
        let blob = try Self.blob(context)
        let description = try await call.deadline.run(on: context.channel.eventLoop) {
            try await call.store.description(of: blob, in: call.domain)
        }
        return try .json(description)
    }

    private static func blob(_ context: ServiceRequestContext) throws -> ContentID {
        guard let blob = ContentID(parsing: try context.parameters.require("blob")) else {
            throw APIProblem(.malformed, detail: "The blob is not 64 lower-case hexadecimal digits.")
        }
        return blob
    }
}
