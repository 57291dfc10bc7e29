import BlobAPI
import BlobModel
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ServiceSupport

/// A call about a domain, after its epoch was found good.
struct PlacedCall: Sendable {
    /// What the node works with.
    let runtime: NodeRuntime

    /// The domain of the call.
    let domain: DedupDomain

    /// Until when the caller waits.
    let deadline: CallDeadline

    /// The open shards.
    var store: any NodeStorage { runtime.store }

    /// Reads what all calls about a domain have in common.
    ///
    /// - Throws: The problems `malformed`, `stale-shard-map` with the newer map, and `unavailable` when this node
    ///   cannot learn of the caller's newer map.
    init(_ request: Request, _ context: ServiceRequestContext, node: NodeAccess) async throws {
        deadline = try CallDeadline(of: request.head)
        domain = try DedupDomain(validating: context.parameters.require("domain"))
        let epoch = try Self.epoch(of: request)
        let runtime = try await node.runtime(knowing: epoch)
        guard runtime.epoch <= epoch else { throw APIProblem.staleShardMap(runtime.assignment.shardMap) }
        guard runtime.epoch == epoch else {
            throw APIProblem(.unavailable, detail: "The node knows no map of the epoch \(epoch) yet.")
        }
        self.runtime = runtime
    }

    private static func epoch(of request: Request) throws(APIProblem) -> UInt64 {
        guard let text = request.headers[.shardMapEpoch], let epoch = DecimalNumber.parse(text), String(epoch) == text
        else {
            throw APIProblem(.malformed, detail: "The field Attache-Shard-Map-Epoch is missing or malformed.")
        }
        return epoch
    }
}
