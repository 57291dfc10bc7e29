import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceSupport
import Synchronization
import Testing

@testable import BlobService

/// Uploads whose front takes calls on a real socket and then answers nothing any more.
@Suite struct SilentFrontTests {
    private let granted: GrantedScene
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        granted = try GrantedScene()
    }

    private var patience: GrantPatience {
        var patience = GrantPatience()
        patience.renewalPause = .milliseconds(50)
        patience.silence = .milliseconds(300)
        return patience
    }

    /// Sends the granted upload to a node whose front is at a base URL, which has so long for each word that it goes on.
    private func send(frontAt base: String, _ timeout: Duration) async throws -> TestResponse {
        var options = BlobClientOptions()
        options.abandonTimeout = timeout
        let client = FrontClient(
            base: base,
            node: granted.scene.node,
            secret: .random(),
            options: options,
            logger: logger
        )
        let outcome: Result<TestResponse, any Error>
        do { outcome = .success(try await send(by: client)) } catch { outcome = .failure(error) }
        try await client.shutdown()
        return try outcome.get()
    }

    private func send(by front: FrontClient) async throws -> TestResponse {
        let scene = granted.scene
        let node = NodeAccess(state: scene.state, signal: scene.signal, front: front, now: { NodeScene.now })
        var routes = NodeRoutes(node: node, configuration: scene.configuration)
        routes.grantPatience = patience
        return try await Application(router: routes.publicRouter()).test(.router) { client in
            try await client.executeRequest(
                uri: granted.url,
                method: .post,
                headers: [.contentLength: "5"],
                body: ByteBuffer(string: "Hello")
            )
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a front that falls silent before its last word makes it 503 with Retry-After, and the bytes stay`()
        async throws
    {
        let front = SilentFront(answering: [.openUploadGrant])
        let response = try await front.run(logger) { try await send(frontAt: $0, .milliseconds(100)) }
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.retryAfter] == "1")
        #expect(granted.references == [granted.permit.reference])
        // The front may know of the bytes: it is not told that nothing comes of them, and the word was asked for once.
        #expect(front.count(of: .abandonUploadGrant) == 0)
        #expect(front.count(of: .completeUploadGrant) == 1)
        // One word without an answer is no silence.
        #expect(front.count(of: .renewUploadGrant) >= 2)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a front that takes its time for the last word, and answers others, is waited for`() async throws {
        let front = SilentFront(answering: [.openUploadGrant, .renewUploadGrant, .abandonUploadGrant])
        try await front.run(logger) { base in
            let upload = Task { try await send(frontAt: base, .seconds(30)) }
            // Several times as long as its silence would have been.
            while front.count(of: .renewUploadGrant) < 20 { try await Task.sleep(for: .milliseconds(5)) }
            upload.cancel()
            _ = await upload.result
        }
        // Over because the client went, and not before.
        #expect(front.count(of: .abandonUploadGrant) > 0)
    }
}

/// A front on a socket of this host that answers some calls, and holds all others until the end.
private final class SilentFront: Sendable {
    private let answered: Set<BlobAPI.Operation>
    private let received = Mutex<[BlobAPI.Operation]>([])

    init(answering operations: Set<BlobAPI.Operation>) {
        answered = operations
    }

    func count(of operation: BlobAPI.Operation) -> Int {
        received.withLock { $0.count { $0 == operation } }
    }

    func run<Value: Sendable>(_ logger: Logger, _ body: (String) async throws -> Value) async throws -> Value {
        let listener = HTTPListener(
            name: "front",
            address: .loopback(0),
            connections: ConnectionOptions(limits: .internal),
            responder: CallbackResponder<ServiceRequestContext> { [self] request, _ in try await answer(request) },
            logger: logger
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            defer { group.cancelAll() }
            return try await body("http://127.0.0.1:\(listener.boundPort())")
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        guard let operation = Self.operation(at: request.uri.path) else { return Response(status: .notFound) }
        received.withLock { $0.append(operation) }
        guard answered.contains(operation) else {
            try await Task.sleep(for: .seconds(600))
            return Response(status: .serviceUnavailable)
        }
        guard operation == .openUploadGrant else { return Response(status: .noContent) }
        let leave = try APICoding.encode(GrantOpening(size: 5))
        return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: leave)))
    }

    private static func operation(at path: String) -> BlobAPI.Operation? {
        switch path.split(separator: "/").last {
        case "opening": .openUploadGrant
        case "renewal": .renewUploadGrant
        case "completion": .completeUploadGrant
        case "abandonment": .abandonUploadGrant
        default: nil
        }
    }
}
