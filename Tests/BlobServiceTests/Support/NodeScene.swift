import BlobAPI
import BlobModel
import BlobStoreTesting
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ServiceSupport
import SystemPackage

@testable import BlobService

/// A node with its store in memory, its front a stub, and its clock standing still.
struct NodeScene {
    /// The instant at which the clock stands.
    static let now = Date(timeIntervalSince1970: 1_700_000_000)

    /// The node.
    let node: NodeID

    /// A node that the map does not have.
    let other: NodeID

    /// A domain on the node.
    let domain: DedupDomain

    /// The map that the node knows.
    let map: ShardMap

    /// The root keys of the deployment.
    let roots: RootKeyRing

    /// The secret of the front.
    let secret = PeerSecret.random()

    /// The secret of the operator.
    let operatorSecret = PeerSecret.random()

    /// The jobs on the shards.
    let board = MaintenanceBoard(plan: MaintenancePlan()) { 0.5 }

    /// The shards.
    let storage = MemoryNodeStorage()

    /// The front.
    let front = StubFront()

    /// Where the runtime is.
    let state = NodeState()

    /// Through which a fresh assignment is asked for.
    let signal = AssignmentSignal()

    /// The configuration of the node.
    var configuration: BlobConfiguration

    /// Creates a node that has its assignment.
    init(epoch: UInt64 = 3) throws {
        node = try NodeID(validating: "blob-1")
        other = try NodeID(validating: "blob-2")
        domain = try .sample()
        roots = try .initial()
        map = try Self.map(epoch: epoch, deployment: .random(), node: node)
        configuration = BlobConfiguration(
            node: node,
            data: "/nowhere",
            urls: (try Self.url("http://127.0.0.1:8081"), try Self.url("http://127.0.0.1:9080")),
            addresses: (.loopback(0), .loopback(0)),
            trust: (.random(), PeerDigests([BlobConfiguration.frontPeer: secret.digests]))
        )
        configuration.operators = PeerDigests([BlobConfiguration.operatorPeer: operatorSecret.digests])
        state.replace(with: try runtime(map))
    }

    /// The address of a router test has no far end, so that only this policy takes its credentials.
    func takingCredentials() -> NodeScene {
        var scene = self
        scene.configuration.credentials = .behindTLSProxy
        return scene
    }

    /// Returns an assignment of the node.
    func assignment(_ map: ShardMap? = nil, roots: RootKeyRing? = nil) -> NodeAssignment {
        NodeAssignment(
            keys: (roots ?? self.roots).derived(for: node),
            chunkingSecret: .random(),
            shardMap: map ?? self.map,
            frontPublicURL: "http://127.0.0.1:8080"
        )
    }

    /// Returns a runtime over the store in memory.
    func runtime(_ map: ShardMap, roots: RootKeyRing? = nil) throws -> NodeRuntime {
        let assignment = assignment(map, roots: roots)
        return NodeRuntime(assignment: assignment, keys: try assignment.keyRing(), store: storage)
    }

    /// What the routes need of the node.
    var access: NodeAccess {
        NodeAccess(state: state, signal: signal, front: front, now: { Self.now })
    }

    /// The public listener without a socket.
    var publicApplication: some ApplicationProtocol {
        Application(router: NodeRoutes(node: access, configuration: configuration).publicRouter())
    }

    /// The internal listener without a socket.
    var internalApplication: some ApplicationProtocol {
        let routes = NodeRoutes(node: access, configuration: configuration, board: board)
        return Application(router: routes.internalRouter(metrics: nil))
    }

    /// Puts some bytes under a new reference.
    func store(_ bytes: [UInt8]) async throws -> ContentID {
        try await storage.put(.bytes(bytes), as: .random(), in: domain, limit: .max).blob
    }

    /// The fields of a good internal call.
    var call: HTTPFields {
        [.authorization: "Bearer \(secret.current)", .shardMapEpoch: String(map.epoch)]
    }

    /// Returns a signed URL of the node.
    func signedURL(
        for blob: ContentID,
        filename: String = "Bericht 2026 – Übersicht.pdf",
        mediaType: String = "application/pdf",
        isInline: Bool = false,
        lifetime: Duration = .seconds(600),
        at now: Date = Self.now
    ) throws -> SignedURL {
        let grant = try DownloadGrant(
            domain: domain,
            blob: blob,
            filename: filename,
            mediaType: mediaType,
            isInline: isInline
        )
        return SignedURL.mint(grant, with: roots.derived(for: node), lifetime: lifetime, now: now)
    }

    /// Returns a map of one node and one shard.
    static func map(epoch: UInt64, deployment: DeploymentID, node: NodeID) throws -> ShardMap {
        let entry = NodeEntry(id: node, internalURL: "http://127.0.0.1:9081", publicURL: "http://127.0.0.1:8081")
        let shard = ShardEntry(id: try ShardID(validating: "\(node)-s1"), node: node)
        return try ShardMap(
            epoch: epoch,
            deployment: deployment,
            nodes: [entry],
            shards: [shard],
            slots: [UInt16](repeating: 0, count: Slot.count)
        )
    }

    private static func url(_ text: String) throws -> ServiceURL {
        guard let url = ServiceURL(parsing: text) else { throw BlobModelError.inconsistentShardMap(text) }
        return url
    }
}

extension TestResponse {
    /// The problem that the response carries, if it carries one.
    var problem: APIProblem? {
        guard headers[.contentType] == APIProblem.mediaType else { return nil }
        return try? APICoding.decode(APIProblem.self, from: Array(body.readableBytesView))
    }

    /// What refuses an upload: the code of the condition in `DAV:error`, if the response is one.
    var refusal: ErrorCode? {
        guard headers[.contentType] == "application/xml; charset=utf-8" else { return nil }
        let text = String(buffer: body)
        guard !text.contains("<D:sufficient-disk-space/>") else { return .insufficientSpace }
        return ErrorCode.allCases.first { text.contains("<A:\($0.rawValue) xmlns:A=\"urn:attache:dav\"/>") }
    }

    /// The bytes of the body.
    var bytes: [UInt8] { Array(body.readableBytesView) }
}
