import BlobAPI
import BlobModel
package import Hummingbird
import InternalServing
package import Logging
package import ServiceLifecycle
package import ServiceSupport

/// The part of the front that nodes call when clients upload to them, and that gives up what nobody completes.
package struct UploadGrants: FrontExtension {
    private let gate: NodeGate
    private let desk: GrantDesk
    private let pruner: UploadGrantPruner

    /// Makes the part.
    ///
    /// - Parameters:
    ///   - dependencies: What the front works with.
    ///   - releaser: Releases the bytes of uploads that came to nothing.
    ///   - logger: The logger of the background.
    package init(dependencies: FrontDependencies, releaser: ReferenceReleaser, logger: Logger) {
        gate = NodeGate(dependencies)
        desk = GrantDesk(dependencies, releaser)
        pruner = UploadGrantPruner(dependencies: dependencies, logger: logger)
    }

    /// The pruner.
    package var services: [any Service] { [pruner] }

    /// Adds the four routes.
    package func addInternalRoutes(to router: Router<ServiceRequestContext>) {
        router.on(.openUploadGrant, use: open)
        router.on(.renewUploadGrant, use: renew)
        router.on(.completeUploadGrant, use: complete)
        router.on(.abandonUploadGrant, use: abandon)
    }

    @Sendable
    private func open(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try await answer(request, context, GrantQuestion.self, refusal: "The body is no question about a grant.") {
            try await desk.open($0, $1, for: $2)
        }
    }

    @Sendable
    private func renew(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try await answer(request, context, GrantRenewal.self, refusal: "The body does not say which attempt goes on.") {
            try await desk.renew($0, by: $1.attempt, for: $2)
        }
    }

    @Sendable
    private func complete(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try await answer(
            request,
            context,
            GrantCompletion.self,
            refusal: "The body does not say where which bytes are."
        ) {
            try await desk.complete($0, $1, for: $2)
        }
    }

    @Sendable
    private func abandon(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try await answer(
            request,
            context,
            GrantAbandonment.self,
            refusal: "The body does not say which attempt has ended."
        ) {
            try await desk.abandon($0, by: $1.attempt, for: $2)
        }
    }

    /// Answers what a node says of a grant.
    private func answer<Word: Decodable & Sendable>(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ type: Word.Type,
        refusal: String,
        _ reply: @escaping @Sendable (ReferenceID, Word, NodeID) async throws -> Response
    ) async throws -> Response {
        try await gate.respond(to: request, context) { caller in
            guard let reference = try? ReferenceID(validating: context.parameters.require("reference")) else {
                throw APIProblem(.malformed, detail: "The reference is malformed.")
            }
            return try await reply(reference, request.json(type, context, refusal: refusal), caller)
        }
    }
}
