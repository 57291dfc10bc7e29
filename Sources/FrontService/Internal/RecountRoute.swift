import AttachmentStore
import BlobAPI
import BlobModel
import DeploymentStore
import FoundationEssentials
import Hummingbird
import InternalServing
import SQLDatabase
import ServiceSupport

/// The internal route by which a node asks which of its references exist.
///
/// What is answered lets the node release bytes, so that there are only two answers: one from the committed state of this
/// very deployment, or none. A reference that is told to be absent has a tombstone before: an upload that stalled before
/// its commit fails then, instead of naming bytes that are about to go.
struct RecountRoute: Sendable {
    private let dependencies: FrontDependencies
    private let gate: NodeGate

    /// Makes the route of a front.
    init(dependencies: FrontDependencies) {
        self.dependencies = dependencies
        gate = NodeGate(dependencies)
    }

    /// Adds the route to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.on(.recountReferences, use: recount)
    }

    @Sendable
    private func recount(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try await gate.answer(request, context) { caller in
            let question = try await request.json(
                RecountQuestion.self,
                context,
                refusal: "The body is no question about references."
            )
            guard question.references.count <= RecountQuestion.maximumReferences else {
                throw APIProblem(.malformed, detail: "A question has 1,000 references at most.")
            }
            return try await answer(to: question, from: caller)
        }
    }

    /// Most questions are about references that all exist, and change nothing.
    private func answer(to question: RecountQuestion, from node: NodeID) async throws -> RecountAnswer {
        let (database, store) = (dependencies.database, dependencies.attachments)
        let existing = try await database.read { txn in
            try check(question, in: txn)
            return try store.existing(among: question.references, in: txn)
        }
        let missing = question.references.filter { !existing.contains($0) }
        guard !missing.isEmpty else { return RecountAnswer(deployment: question.deployment, absent: []) }
        let now = dependencies.now()
        let absent = try await database.write { txn in
            // Both may have changed since the look.
            try check(question, in: txn)
            return try store.abandonMissing(among: missing, askedBy: node, now: now, in: txn)
        }
        return RecountAnswer(deployment: question.deployment, absent: absent)
    }

    private func check(_ question: RecountQuestion, in txn: any SQLTransaction) throws {
        let store = dependencies.deployment
        let deployment = try store.deployment(in: txn).id
        guard question.deployment == deployment else {
            throw APIProblem(.foreignDeployment, detail: "This is the deployment \(deployment).")
        }
        guard let suspension = try store.recountSuspension(now: dependencies.now(), in: txn) else { return }
        throw APIProblem(.recountsSuspended, detail: suspension.sentence)
    }
}

extension RecountSuspension {
    /// How long recounts are suspended, and what to do, as a sentence.
    fileprivate var sentence: String {
        switch self {
        case .until(let end): "They go on at \(end.formatted(.iso8601)), or after \"attache recount resume\"."
        case .untilResumed: "They go on after \"attache recount resume\"."
        }
    }
}
