import BlobAPI
import BlobModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import BlobService

@Suite struct OperatorRoutesTests {
    private var scene: NodeScene
    private let shard: ShardID

    init() throws {
        scene = try NodeScene()
        shard = try #require(scene.assignment().shards.first)
        let status = ShardStatus(
            shard: shard,
            state: .ready,
            segments: 1,
            segmentBytes: 2,
            liveBytes: 3,
            batches: 4,
            synchronisations: 5
        )
        scene.storage.statuses.withLock { $0 = [status] }
    }

    private func send(
        _ method: HTTPRequest.Method,
        _ uri: String,
        as secret: String? = nil,
        body: [UInt8]? = nil
    ) async throws -> TestResponse {
        let fields: HTTPFields = [
            .authorization: "Bearer \(secret ?? scene.operatorSecret.current)", .shardMapEpoch: String(scene.map.epoch),
        ]
        return try await scene.internalApplication.test(.router) { client in
            try await client.execute(
                uri: uri,
                method: method,
                headers: fields,
                body: body.map { ByteBuffer(bytes: $0) }
            ) { $0 }
        }
    }

    private func uri(_ operation: BlobAPI.Operation) -> String {
        operation.template.replacing("{shard}", with: "\(shard)").replacing("{domain}", with: scene.domain.id)
    }

    private static let operatorOperations = BlobAPI.Operation.allCases.filter { $0.caller == .operator }

    @Test(arguments: operatorOperations)
    func `the front's secret gives no orders, however the path is spelled`(_ operation: BlobAPI.Operation) async throws
    {
        for path in [uri(operation), "/" + uri(operation), uri(operation) + "/"] {
            let answer = try await send(operation.method, path, as: scene.secret.current)
            #expect(answer.problem?.code == .peerForbidden, "\(path)")
        }
        #expect(scene.storage.purges.withLock { $0.isEmpty })
    }

    @Test func `the operator's secret is good for the operator's routes alone`() async throws {
        for operation in BlobAPI.Operation.allCases
        where operation.servers.contains(.node) && operation.needsSecret && operation.caller != .operator {
            let uri = operation.template.replacing("{", with: "").replacing("}", with: "")
            #expect(try await send(operation.method, uri).problem?.code == .peerForbidden, "\(operation)")
        }
        let list = try await send(.get, uri(.listShards))
        #expect(list.status == .ok)
    }

    @Test(arguments: operatorOperations)
    func `a node without an operator's secret takes no orders and says why`(
        _ operation: BlobAPI.Operation
    ) async throws {
        var test = self
        test.scene.configuration.operators = nil
        for secret in [scene.operatorSecret, scene.secret] {
            let answer = try await test.send(operation.method, uri(operation), as: secret.current)
            #expect(answer.status == .forbidden)
            #expect(answer.problem?.detail?.contains("internal.operator-digest") == true)
        }
    }

    @Test(arguments: operatorOperations)
    func `nobody gives orders without a secret`(_ operation: BlobAPI.Operation) async throws {
        let answer = try await send(operation.method, uri(operation), as: PeerSecret.random().current)
        #expect(answer.status == .unauthorized)
    }

    @Test func `a job is asked for at its shard, and its status is told`() async throws {
        scene.board.settle([shard], now: NodeScene.now)
        let asked = try await send(.post, uri(.compactShard))
        #expect(asked.status == .accepted)
        let status = try APICoding.decode(ShardJobStatus.self, from: asked.bytes)
        #expect(status.job == .compaction)
        #expect(status.state == .requested)
        let details = try APICoding.decode(ShardDetails.self, from: try await send(.get, uri(.shardStatus)).bytes)
        #expect(details.status(of: .compaction)?.state == .requested)
        #expect(details.status(of: .scrub)?.state == .scheduled)
        let next = scene.board.update { $0.next(now: NodeScene.now) }
        #expect(next == MaintenanceSchedule.Key(shard: shard, job: .compaction))
    }

    @Test func `an approval reaches the recount`() async throws {
        scene.board.settle([shard], now: NodeScene.now)
        let body = try APICoding.encode(RecountOrder(approve: true))
        #expect(try await send(.post, uri(.recountShard), body: body).status == .accepted)
        let key = MaintenanceSchedule.Key(shard: shard, job: .recount)
        let order = scene.board.update { $0.began(key, now: NodeScene.now) }
        #expect(order.isRequested)
        #expect(order.recount.approve)
        #expect(try await send(.post, uri(.recountShard), body: [1]).problem?.code == .malformed)
    }

    @Test func `a shard that is not there is 404, one that is not open 503`() async throws {
        let stranger = InternalPath.shard(try ShardID(validating: "stranger"))
        #expect(try await send(.get, stranger).problem?.code == .shardNotFound)
        #expect(try await send(.post, stranger + "/scrub").problem?.code == .shardNotFound)
        #expect(try await send(.post, uri(.scrubShard)).problem?.code == .unavailable)
    }

    @Test(arguments: [true, false])
    func `a domain is purged by an order of the same deployment`(_ dryRun: Bool) async throws {
        _ = try await scene.store([1, 2, 3])
        let order = PurgeOrder(deployment: scene.map.deployment, dryRun: dryRun)
        let answer = try await send(.post, uri(.purgeDomain), body: try APICoding.encode(order))
        #expect(answer.status == .ok)
        let purge = try APICoding.decode(PurgeAnswer.self, from: answer.bytes)
        #expect(purge.dryRun == dryRun)
        #expect(purge.references == 1)
        #expect(scene.storage.purges.withLock { $0.map(\.1) } == [dryRun])
    }

    @Test(arguments: [true, false])
    func `a purge has its shard collect at once, and a dry run does not`(_ dryRun: Bool) async throws {
        let purged = try ShardID(validating: "memory")
        scene.board.settle([purged], now: NodeScene.now)
        let order = PurgeOrder(deployment: scene.map.deployment, dryRun: dryRun)
        #expect(try await send(.post, uri(.purgeDomain), body: try APICoding.encode(order)).status == .ok)
        let next = scene.board.update { $0.next(now: NodeScene.now) }
        #expect(next == (dryRun ? nil : MaintenanceSchedule.Key(shard: purged, job: .collection)))
    }

    @Test func `a node tells by which keys it verifies, and looks at the front for more`() async throws {
        var wishes = scene.signal.wishes.makeAsyncIterator()
        let list = try APICoding.decode(ShardList.self, from: try await send(.get, uri(.listShards)).bytes)
        #expect(list.signingKeys == scene.roots.derived(for: scene.node).keys.map(\.id))
        #expect(!list.signingKeys.isEmpty)
        let wish: Void? = await wishes.next()
        #expect(wish != nil)
    }

    @Test func `an order of another deployment purges nothing`() async throws {
        let order = PurgeOrder(deployment: .random(), dryRun: false)
        let answer = try await send(.post, uri(.purgeDomain), body: try APICoding.encode(order))
        #expect(answer.problem?.code == .foreignDeployment)
        #expect(scene.storage.purges.withLock { $0.isEmpty })
    }
}
