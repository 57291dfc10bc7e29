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

    /// Adds the three routes.
    package func addInternalRoutes(to router: Router<ServiceRequestContext>) {
        router.on(.openUploadGrant, use: open)
        router.on(.completeUploadGrant, use: complete)
        router.on(.abandonUploadGrant, use: abandon)
    }

    @Sendable
    private func open(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try await gate.respond(to: request, context) { caller in
            let reference = try Self.reference(context)
            let question = try await request.json(
                GrantQuestion.self,
                context,
                refusal: "The body is no question about a grant."
            )
            return try await desk.open(reference, question, for: caller)
        }
    }

    @Sendable
    private func complete(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try await gate.respond(to: request, context) { caller in
            let reference = try Self.reference(context)
            let completion = try await request.json(
                GrantCompletion.self,
                context,
                refusal: "The body does not say where which bytes are."
            )
            return try await desk.complete(reference, completion, for: caller)
        }
    }

    @Sendable
    private func abandon(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try await gate.respond(to: request, context) { caller in
            let reference = try Self.reference(context)
            let abandonment = try await request.json(
                GrantAbandonment.self,
                context,
                refusal: "The body does not say which attempt has ended."
            )
            return try await desk.abandon(reference, by: abandonment.attempt, for: caller)
        }
    }

    private static func reference(_ context: ServiceRequestContext) throws -> ReferenceID {
        guard let reference = try? ReferenceID(validating: context.parameters.require("reference")) else {
            throw APIProblem(.malformed, detail: "The reference is malformed.")
        }
        return reference
    }
}
