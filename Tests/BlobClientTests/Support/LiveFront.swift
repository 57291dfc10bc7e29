import BlobAPI
import BlobModel
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceSupport
import Synchronization

/// The part of a front that hands out assignments; a node that asks before there is a map is kept waiting.
final class LiveFront: Sendable {
    private struct State {
        var map: ShardMap?
        var waiters: [AsyncStream<ShardMap>.Continuation] = []
    }

    /// The root keys of the deployment.
    let roots: RootKeyRing

    private let chunkingSecret = ChunkingSecret.random()
    private let state = Mutex(State())

    /// Creates the front of a new deployment.
    init() throws {
        roots = try .initial()
    }

    /// Gives everybody a map from now on.
    func serve(_ map: ShardMap) {
        let waiters = state.withLock { state in
            state.map = map
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.yield(map) }
    }

    /// Runs the front while a test uses its base URL.
    func run<Value: Sendable>(_ body: (String) async throws -> Value) async throws -> Value {
        let listener = HTTPListener(
            name: "front",
            address: .loopback(0),
            connections: ConnectionOptions(limits: .internal),
            responder: CallbackResponder<ServiceRequestContext> { [self] request, _ in try await answer(request) },
            logger: ClusterScene.logger
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            defer { group.cancelAll() }
            return try await body("http://127.0.0.1:\(listener.boundPort())")
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let segments = request.uri.path.split(separator: "/")
        guard segments.count == 5, segments[4] == "assignment" else { return Response(status: .notFound) }
        let node = try NodeID(validating: String(segments[3]))
        let assignment = NodeAssignment(
            keys: roots.derived(for: node),
            chunkingSecret: chunkingSecret,
            shardMap: try await map(),
            frontPublicURL: "http://127.0.0.1:8080"
        )
        let body = ByteBuffer(bytes: try APICoding.encode(assignment))
        return Response(status: .ok, body: ResponseBody(byteBuffer: body))
    }

    /// Waits for the map, or for the end of the connection or of the test.
    private func map() async throws -> ShardMap {
        let (maps, waiter) = AsyncStream<ShardMap>.makeStream()
        let map = state.withLock { state in
            if state.map == nil { state.waiters.append(waiter) }
            return state.map
        }
        if let map { return map }
        for await map in maps { return map }
        throw CancellationError()
    }
}
