import BlobAPI
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceSupport
import Synchronization

/// A service on a socket of this host whose answers the test scripts, and which remembers what it was asked.
final class FakeNode: Sendable {
    /// One request as it came.
    struct Call: Sendable {
        /// The method.
        let method: String

        /// The path and query.
        let target: String

        /// The header fields.
        let headers: HTTPFields

        /// The whole body.
        let body: [UInt8]
    }

    /// An answer of the script.
    enum Answer: Sendable {
        /// A JSON body with status 200.
        case json([UInt8])
        /// A JSON body with status 200, some time after the request.
        case late(Duration, [UInt8])
        /// A problem document.
        case problem(APIProblem)
        /// A problem document, while the body is still coming.
        case early(APIProblem)
        /// Status 503, once the stream has ended.
        case held(AsyncStream<Void>)
        /// Any status and body.
        case raw(HTTPResponse.Status, HTTPFields, [UInt8])
    }

    private let script: Mutex<[Answer]>
    private let received = Mutex<[Call]>([])

    /// Creates a service that gives the answers in their order, and the last one again and again.
    init(_ script: [Answer]) {
        self.script = Mutex(script)
    }

    /// Replaces the script.
    func reset(_ answers: [Answer]) {
        script.withLock { $0 = answers }
    }

    /// The calls so far.
    var calls: [Call] { received.withLock { $0 } }

    /// Runs the service while a test uses its base URL.
    @discardableResult
    func run<Value: Sendable>(_ body: @Sendable (String) async throws -> Value) async throws -> Value {
        let logger = Logger(label: "fake") { _ in SwiftLogNoOpLogHandler() }
        let listener = HTTPListener(
            name: "fake",
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
        let next = script.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        if case .early(let problem) = next { return try Self.response(.problem(problem)) }
        let body = try await request.body.collect(upTo: 64 << 20)
        let call = Call(
            method: request.method.rawValue,
            target: request.uri.description,
            headers: request.headers,
            body: Array(body.readableBytesView)
        )
        received.withLock { $0.append(call) }
        if case .held(let gate) = next { for await _ in gate {} }
        if case .late(let time, _) = next { try await Task.sleep(for: time) }
        return try Self.response(next)
    }

    private static func response(_ answer: Answer) throws -> Response {
        switch answer {
        case .json(let text), .late(_, let text):
            Response(
                status: .ok,
                headers: [.contentType: APICoding.mediaType],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: text))
            )
        case .problem(let problem), .early(let problem):
            Response(
                status: HTTPResponse.Status(code: problem.status),
                headers: [.contentType: APIProblem.mediaType],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: try APICoding.encode(problem)))
            )
        case .held: Response(status: .serviceUnavailable)
        case .raw(let status, let headers, let bytes):
            Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }
}
