import BlobAPI
import BlobModel
import HTTPTypes
import Hummingbird
import InternalServing
import Logging
import ServiceSupport

/// The routes of the operator: the shards, the jobs on them, and the purge of a domain.
///
/// A job is asked for and goes on by itself; who wants to know how it goes looks at its shard again.
struct OperatorRoutes: Sendable {
    /// The node that they belong to.
    let node: NodeAccess

    /// The jobs.
    let board: MaintenanceBoard

    /// Who may call.
    let gate: OperatorGate

    /// Adds the routes to a router.
    func add(to router: Router<ServiceRequestContext>) {
        router.on(.listShards, use: list)
        router.on(.shardStatus, use: status)
        router.on(.purgeDomain, use: purge)
        for job in ShardJob.allCases {
            guard let operation = BlobAPI.Operation(starting: job) else { continue }
            router.on(operation) { request, context in try await start(job, request, context) }
        }
    }

    @Sendable
    private func list(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try gate.check(request)
        let runtime = try node.state.runtime()
        // Who looks again, as before a key is activated, finds what the front hands out now.
        node.signal.wish()
        let details = try await CallDeadline(of: request.head).run { await self.details(in: runtime) }
        return try .json(
            ShardList(
                node: runtime.assignment.node,
                deployment: runtime.assignment.deployment,
                signingKeys: runtime.keys.keys.map(\.id),
                shards: details
            )
        )
    }

    @Sendable
    private func status(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try gate.check(request)
        let runtime = try node.state.runtime()
        let shard = try Self.shard(context)
        let details = try await CallDeadline(of: request.head).run { await self.details(in: runtime) }
        guard let one = details.first(where: { $0.shard.text == shard }) else { throw APIProblem(.shardNotFound) }
        return try .json(one)
    }

    private func start(
        _ job: ShardJob,
        _ request: Request,
        _ context: ServiceRequestContext
    ) async throws -> Response {
        try gate.check(request)
        let runtime = try node.state.runtime()
        let name = try Self.shard(context)
        guard let shard = runtime.assignment.shards.first(where: { $0.text == name }) else {
            throw APIProblem(.shardNotFound)
        }
        let order = try await job == .recount ? Self.order(request, context) : RecountOrder()
        admitShards(of: runtime)
        guard let status = board.request(job, on: shard, order: order) else {
            throw APIProblem(.unavailable, detail: "The shard \(shard) is not open.")
        }
        return try .json(status, status: .accepted)
    }

    @Sendable
    private func purge(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try gate.check(request)
        let call = try await PlacedCall(request, context, node: node)
        let order = try await request.json(
            PurgeOrder.self,
            context,
            refusal: "The body is no order to purge a domain."
        )
        guard order.deployment == call.runtime.assignment.deployment else {
            let here = call.runtime.assignment.deployment
            throw APIProblem(.foreignDeployment, detail: "The node serves the deployment \(here).")
        }
        context.logger.notice(
            "purge",
            metadata: ["domain": "\(call.domain.id)", "dry-run": "\(order.dryRun)"]
        )
        let answer = try await call.deadline.run {
            try await call.store.purge(call.domain, dryRun: order.dryRun)
        }
        if !order.dryRun { collect(answer.shard, of: call.runtime) }
        return try .json(answer)
    }

    /// Has a shard collect what a purge has left for nobody; the compaction, which frees the space, follows it.
    private func collect(_ shard: ShardID, of runtime: NodeRuntime) {
        admitShards(of: runtime)
        _ = board.request(.collection, on: shard, order: RecountOrder())
    }

    /// Gives shards that were opened since the maintenance looked last their place on the board.
    private func admitShards(of runtime: NodeRuntime) {
        board.admit(Set(runtime.store.maintainedShards.map(\.id)), now: node.now())
    }

    private func details(in runtime: NodeRuntime) async -> [ShardDetails] {
        admitShards(of: runtime)
        return await runtime.store.shardDetails().map { details in
            var details = details
            details.jobs = board.statuses(of: details.shard)
            return details
        }
    }

    private static func order(_ request: Request, _ context: ServiceRequestContext) async throws -> RecountOrder {
        try await request.json(RecountOrder.self, context, refusal: "The body is no order to recount.")
    }

    private static func shard(_ context: ServiceRequestContext) throws -> String {
        try context.parameters.require("shard")
    }
}
