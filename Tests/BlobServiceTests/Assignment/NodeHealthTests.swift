import BlobAPI
import BlobModel
import ServiceSupport
import Synchronization
import Testing

@testable import BlobService

@Suite struct NodeHealthTests {
    private let scene: NodeScene

    init() throws {
        scene = try NodeScene()
    }

    private func findings(_ state: NodeState) async -> [HealthCheck.Finding] {
        var findings: [HealthCheck.Finding] = []
        for check in NodeHealth(state: state).checks { findings.append(await check.look()) }
        return findings
    }

    private func status(_ shard: ShardID, _ state: ShardStatus.State) -> ShardStatus {
        ShardStatus(
            shard: shard,
            state: state,
            segments: 0,
            segmentBytes: 0,
            liveBytes: 0,
            batches: 0,
            synchronisations: 0
        )
    }

    @Test func `a node without an assignment is not ready`() async throws {
        #expect(await findings(NodeState())[0] == .notReady("The node has no assignment yet."))
    }

    @Test func `a node with all shards open is ready`() async throws {
        #expect(await findings(scene.state) == [.ready, .ready])
    }

    @Test func `a node of which no shard is open is not ready`() async throws {
        let shard = try #require(scene.assignment().shards.first)
        scene.storage.closed.withLock { $0 = [shard] }
        #expect(await findings(scene.state)[1] == .notReady("No shard is open: \(shard)"))
    }

    @Test func `a shard that takes no writes is named, and reads go on`() async throws {
        let shard = try #require(scene.assignment().shards.first)
        scene.storage.statuses.withLock { $0 = [status(shard, .readOnly)] }
        #expect(await findings(scene.state)[1] == .degraded(["\(shard) (read-only)"]))
    }
}
