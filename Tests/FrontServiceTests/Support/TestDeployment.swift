import BlobAPI
import BlobModel
import DeploymentStore
import FoundationEssentials
import SQLDatabase

@testable import FrontService

/// A deployment of two nodes, with the secret of each.
struct TestDeployment: Sendable {
    /// The nodes as the map has them.
    let nodes: [NodeEntry]

    /// The secrets of the nodes, in the same order.
    let secrets: [PeerSecret]

    /// The map.
    let map: ShardMap

    /// Registers two nodes with a shard each, and sets the map.
    static func make(in dependencies: FrontDependencies) async throws -> TestDeployment {
        let nodes = try (1...2).map { number in
            NodeEntry(
                id: try NodeID(validating: "blob-\(number)"),
                internalURL: "http://127.0.0.1:\(9080 + number)",
                publicURL: "https://blob\(number).example.com"
            )
        }
        let secrets = nodes.map { _ in PeerSecret.random() }
        let (store, now) = (dependencies.deployment, dependencies.now())
        let map = try await dependencies.database.write { txn in
            let deployment = try store.initialise(now: now, in: txn).id
            for (node, secret) in zip(nodes, secrets) {
                try store.register(NodeRecord(entry: node, secretDigests: secret.digests), now: now, in: txn)
            }
            let shards = try nodes.map { ShardEntry(id: try ShardID(validating: "\($0.id)-s"), node: $0.id) }
            let map = try ShardMap.initial(deployment: deployment, nodes: nodes, shards: shards)
            try store.setShardMap(map, in: txn)
            return map
        }
        return TestDeployment(nodes: nodes, secrets: secrets, map: map)
    }

    /// Writes a newer map, by which every slot is on a shard of the second node that is new; or stays where it was.
    @discardableResult
    func addShard(moving isMoving: Bool, in dependencies: FrontDependencies) async throws -> ShardMap {
        let store = dependencies.deployment
        return try await dependencies.database.write { txn in
            let former = try store.shardMap(in: txn) ?? map
            let shard = ShardEntry(id: try ShardID(validating: "added-\(former.epoch)"), node: nodes[1].id)
            let grown = try ShardMap(
                epoch: former.epoch + 1,
                deployment: former.deployment,
                nodes: former.nodes,
                shards: former.shards + [shard],
                slots: isMoving ? former.slots.map { _ in UInt16(former.shards.count) } : former.slots
            )
            try store.setShardMap(grown, in: txn)
            return grown
        }
    }

    /// Returns the position of the node that has a domain.
    func position(of domain: DedupDomain) -> Int {
        nodes.firstIndex(of: map.node(for: domain)) ?? -1
    }

    /// Returns the Authorization value of a node.
    func authorization(_ position: Int) -> String { "Bearer \(secrets[position].current)" }
}
