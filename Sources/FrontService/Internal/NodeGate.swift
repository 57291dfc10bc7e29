import BlobAPI
import BlobModel
import DeploymentStore
import HTTPTypes
import Hummingbird
import InternalServing
import SQLDatabase
import ServiceSupport

/// Lets registered nodes call the internal listener, each known by the digest of its own secret.
///
/// The digests are read for every call, so that a node that is registered, or a secret that is changed, counts at once.
struct NodeGate: Sendable {
    private let database: any SQLDatabase
    private let deployment: DeploymentStore

    /// Makes the gate of a front.
    init(_ dependencies: FrontDependencies) {
        database = dependencies.database
        deployment = dependencies.deployment
    }

    /// Answers a call of a node, with problem documents for what goes wrong.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - context: Its context.
    ///   - work: Makes the answer for the node that calls; cancelled when the caller's deadline passes.
    /// - Returns: The answer as JSON, or the problem.
    /// - Throws: What is no problem of the contract; the listener answers it as a fault of the service.
    func answer(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ work: @escaping @Sendable (NodeID) async throws -> some Encodable & Sendable
    ) async throws -> Response {
        try await respond(to: request, context) { caller in
            let value = try await work(caller)
            return try Response.json(value)
        }
    }

    /// Answers a call of a node, with problem documents for what goes wrong.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - context: Its context.
    ///   - work: Makes the answer for the node that calls; cancelled when the caller's deadline passes.
    /// - Returns: The answer, or the problem.
    /// - Throws: What is no problem of the contract; the listener answers it as a fault of the service.
    func respond(
        to request: Request,
        _ context: ServiceRequestContext,
        _ work: @escaping @Sendable (NodeID) async throws -> Response
    ) async throws -> Response {
        do {
            let caller = try await caller(of: request)
            return try await CallDeadline(of: request.head).run { try await work(caller) }
        } catch let problem as APIProblem {
            return try problem.response(from: request, context: context)
        } catch SQLError.busy {
            return try APIProblem(.unavailable).response(from: request, context: context)
        }
    }

    private func caller(of request: Request) async throws -> NodeID {
        // A look-up: a deployment has a handful of nodes.
        let nodes = try await database.lookUp { [deployment] txn in try deployment.nodes(in: txn) }
        let digests = Dictionary(uniqueKeysWithValues: nodes.map { ($0.id.text, $0.secretDigests) })
        guard let name = PeerDigests(digests).peer(presenting: request.headers[.authorization]) else {
            throw APIProblem(.peerUnauthenticated)
        }
        return try NodeID(validating: name)
    }
}
