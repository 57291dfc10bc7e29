import FoundationEssentials
import HTTPSemantics
import HTTPTypes
import Hummingbird
import Logging
import Metrics
import NIOCore
import ServiceLifecycle
import Synchronization
import SystemPackage

@testable import ServiceSupport

/// A listener with routes that show each rule, on a port of the system's choice.
struct TestService {
    /// The metrics of the listener.
    let registry = PrometheusRegistry()

    /// The log lines of the listener.
    let lines = Lines()

    /// The lines of the access log.
    var requestLines: [String] { lines.all.filter { $0.contains(": request ") } }

    /// What the handlers saw of bodies that ended early, and of clients that went.
    let failures = Lines()

    /// Holds the handler of `/gate` back.
    let gate = Gate()

    /// The bytes of the answer of `/large`, more than the system buffers on the way.
    let largeSize = 32 << 20

    /// The limits of the listener.
    var limits = HTTPLimits()

    /// Who calls.
    var audience = ServiceRouter.Audience.everyone

    /// The proxies that are believed.
    var trustedProxies: [AddressRange] = []

    /// What answers before the router.
    var shortcut: (any RequestShortcut)?

    /// What tells which requests are answered on the event loop: all but those below `/long`, unless a test says otherwise.
    var brief: (any BriefRequests)? = BriefUnlessLong()

    /// Where a handler that blocks its thread waits for an octet.
    var entrance = SystemPackage.FileDescriptor.standardInput

    /// Tells that such a handler stands at the entrance.
    let bell = Gate()

    /// What is shown to clients that speak TLS.
    var tls: TLSIdentity?

    /// Runs the listener while a body talks to it; the body gets its port and what starts a graceful shutdown.
    func run<Value: Sendable>(
        _ body: (Int, @escaping @Sendable () async -> Void) async throws -> Value
    ) async throws -> Value {
        let listener = makeListener()
        let logger = Logger(label: "group") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(configuration: .init(services: [listener], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try await listener.boundPort()
            let value: Value
            do {
                value = try await body(port) { await group.triggerGracefulShutdown() }
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return value
        }
    }

    /// Runs the listener while a body talks to it over one connection, on which `opening` is sent as soon as it stands.
    func converse(opening: String = "", _ body: (Conversation) async throws -> Void) async throws {
        try await run { port, _ in try await RawConnection.with(port: port, opening: opening, body) }
    }

    /// Makes the listener, which is not bound yet.
    func makeListener() -> HTTPListener<RouterResponder<ServiceRequestContext>> {
        let lines = lines
        let logger = Logger(label: "test") { label in
            LineLogHandler(label: label, level: .info, formatter: LogLineFormatter(format: .text), write: lines.append)
        }
        var connections = ConnectionOptions(limits: limits)
        connections.tls = tls
        connections.brief = brief
        connections.shortcut = shortcut.map { ($0, ClientPolicy(trustedProxies: trustedProxies)) }
        return HTTPListener(
            name: "test",
            address: .loopback(0),
            connections: connections,
            responder: makeRouter().buildResponder(),
            logger: logger
        )
    }

    private func makeRouter() -> Router<ServiceRequestContext> {
        let router = Router(context: ServiceRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestIdentityMiddleware(acceptsCallerIdentity: audience == .services))
        router.add(middleware: ForwardedClientMiddleware(ClientPolicy(trustedProxies: trustedProxies)))
        router.add(middleware: ExchangeMiddleware(listener: "test", factory: registry))
        router.add(middleware: ProblemMiddleware())
        HealthRoutes().add(to: router)
        MetricsRoute(registry: registry).add(to: router)
        addBodyRoutes(to: router)
        addPlainRoutes(to: router)
        PlaceRoutes(entrance: entrance, bell: bell).add(to: router)
        return router
    }

    private func addBodyRoutes(to router: Router<ServiceRequestContext>) {
        let failures = failures
        router.put("/files/:name") { request, context in
            guard request.headers[.contentType] != "text/refused" else {
                throw ProblemDetails(status: 403, code: "refused", title: "Refused.")
            }
            var count = 0
            do {
                for try await buffer in try await request.acceptBody(context) { count += buffer.readableBytes }
            } catch {
                failures.append("\(error)")
                throw error
            }
            return "\(count) bytes"
        }
    }

    private func addPlainRoutes(to router: Router<ServiceRequestContext>) {
        let (gate, largeSize, failures) = (gate, largeSize, failures)
        router.get("/where") { request, _ in "\(request.head.authority ?? "none") \(request.uri.path)" }
        router.get("/fresh") { _, _ in
            Response(status: .ok, headers: [.lastModified: HTTPDate.format(Date())])
        }
        router.get("/who") { _, context in "\(context.client.address) \(context.client.isSecure)" }
        router.get("/id") { _, context in context.requestID }
        router.get("/broken") { _, _ -> String in throw CancellationError() }
        router.get("/gate") { _, _ in
            await gate.pass()
            if Task.isCancelled { failures.append("cancelled") }
            return "passed"
        }
        router.get("/patience") { _, context in
            context.announceProcessing(ProcessingNotice(every: .milliseconds(20)))
            await gate.pass()
            return "passed"
        }
        router.get("/large") { _, _ in
            Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(repeating: 0x61, count: largeSize)))
        }
        router.get("/endless") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    let piece = ByteBuffer(repeating: 0x61, count: 1 << 20)
                    while true { try await writer.write(piece) }
                }
            )
        }
    }
}

/// Lines that several tasks add to.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    private let (stream, feed) = AsyncStream<String>.makeStream()

    /// What was added.
    var all: [String] { lines.withLock { $0 } }

    /// Adds a line.
    @Sendable
    func append(_ line: String) {
        lines.withLock { $0.append(line) }
        feed.yield(line)
    }

    /// Waits for a line with some text; for one task alone, which sees each line once.
    func arrival(of text: String) async {
        for await line in stream where line.contains(text) { return }
    }
}

/// A door that a test opens, and a bell that tells when someone stands before it.
final class Gate: Sendable {
    private let (arrivals, bell) = AsyncStream<Void>.makeStream()
    private let (openings, key) = AsyncStream<Void>.makeStream()

    /// Waits until the door is open.
    func pass() async {
        bell.yield()
        for await _ in openings { return }
    }

    /// Tells that someone stands before the door, without waiting.
    func knock() { bell.yield() }

    /// Waits until someone stands before the door.
    func arrival() async {
        for await _ in arrivals { return }
    }

    /// Lets one through.
    func open() { key.yield() }
}
