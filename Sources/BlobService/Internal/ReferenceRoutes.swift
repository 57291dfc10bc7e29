import BlobAPI
import BlobModel
import HTTPSemantics
import HTTPTypes
import Hummingbird
import InternalServing
import ServiceSupport

/// The routes of references: store, tell, release.
struct ReferenceRoutes: Sendable {
    /// The node that they belong to.
    let node: NodeAccess

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.on(.putReference, use: put)
        router.on(.readReference, use: read)
        router.on(.releaseReference, use: release)
    }

    @Sendable
    private func put(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let call = try await PlacedCall(request, context, node: node)
        let reference = try ReferenceID(validating: context.parameters.require("reference"))
        let limit = try Self.limit(of: request)
        if let length = request.headers[.contentLength].flatMap(DecimalNumber.parse), length > limit {
            throw BlobError.tooLarge(limit: limit)
        }
        let verification = BodyVerification(try Self.digests(of: request))
        let bytes = RequestBytes(body: try await request.acceptBody(context))
        let body = ByteStream(VerifiedBytes(base: bytes, verification: verification))
        do {
            let stored = try await call.deadline.run(on: context.channel.eventLoop) {
                try await call.store.put(body, as: reference, in: call.domain, limit: limit)
            }
            return try .json(stored, status: stored.wasPresent ? .ok : .created)
        } catch {
            // To the store, a body with another digest is one that failed.
            throw verification.refusal ?? error
        }
    }

    /// Reads the digests that a request declares.
    ///
    /// Whoever declares a digest wants it verified, so one that cannot be read is refused, although RFC 8941 §4.2 would
    /// have it ignored.
    ///
    /// - Throws: The problem `malformed`.
    static func digests(of request: Request) throws(APIProblem) -> DeclaredDigests {
        do {
            return try DeclaredDigests(request.headers)
        } catch {
            throw APIProblem(.malformed, detail: error.description)
        }
    }

    @Sendable
    private func read(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let call = try await PlacedCall(request, context, node: node)
        let reference = try ReferenceID(validating: context.parameters.require("reference"))
        let description = try await call.deadline.run(on: context.channel.eventLoop) {
            try await call.store.blob(of: reference, in: call.domain)
        }
        return try .json(description)
    }

    @Sendable
    private func release(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let call = try await PlacedCall(request, context, node: node)
        let reference = try ReferenceID(validating: context.parameters.require("reference"))
        try await call.deadline.run(on: context.channel.eventLoop) {
            try await call.store.release(reference, in: call.domain)
        }
        return Response(status: .noContent)
    }

    /// Reads the limit, which is all that the query holds.
    ///
    /// - Throws: The problem `malformed`.
    static func limit(of request: Request) throws(APIProblem) -> UInt64 {
        let items = request.uri.query.flatMap { PercentEncoding.parseQuery($0) } ?? []
        guard items.count == 1, let item = items.first, item.name == "limit",
            let limit = DecimalNumber.parse(item.value)
        else {
            throw APIProblem(.malformed, detail: "The query must be limit=<bytes>.")
        }
        return limit
    }
}
