import CertificateTesting
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A listener on a real socket that answers as a scripted service says.
struct ScriptedListener: Sendable {
    /// The URL of the listener.
    let url: String

    private let channel: any Channel

    /// Begins to listen at a port of the loopback interface.
    ///
    /// - Parameters:
    ///   - certificate: The certificate in PEM, for the key of the samples; nil for plain http.
    ///   - answer: Answers a request.
    ///   - place: Which of the two listeners it is.
    /// - Returns: The listener.
    /// - Throws: The errors of the socket and of TLS.
    static func start(
        certificate: String? = nil,
        _ answer: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer,
        as place: ScriptedRequest.Place
    ) async throws -> ScriptedListener {
        let tls = try certificate.map(context)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(ScriptedHandler(place, answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let port = channel.localAddress?.port ?? 0
        return ScriptedListener(url: "\(tls == nil ? "http" : "https")://127.0.0.1:\(port)", channel: channel)
    }

    /// Begins to listen at a port whose connections are taken, and then neither read nor written.
    ///
    /// - Throws: The errors of the socket.
    static func silent() async throws -> ScriptedListener {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0)
            .get()
        return ScriptedListener(url: "https://127.0.0.1:\(channel.localAddress?.port ?? 0)", channel: channel)
    }

    private static func context(_ certificate: String) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(SampleCertificates.key.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(key)
            )
        )
    }

    /// Ends to listen.
    func stop() async throws {
        try await channel.close()
    }
}

/// Answers the requests of a connection, one after the other; one with an expectation before its body is there.
private final class ScriptedHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let place: ScriptedRequest.Place
    private let answer: @Sendable (ScriptedRequest) -> ScriptedAnswer
    private var head: HTTPRequestHead?
    private var bodySize = 0
    private var isAnswered = false

    init(_ place: ScriptedRequest.Place, _ answer: @escaping @Sendable (ScriptedRequest) -> ScriptedAnswer) {
        self.place = place
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            bodySize = 0
            isAnswered = false
            if head.headers.contains(name: "Expect") { answerEarly(head, context) }
        case .body(let bytes): bodySize += bytes.readableBytes
        case .end:
            guard let head, !isAnswered else { return }
            write(answer(request(head, bodySize)), isLast: false, context)
        }
    }

    /// An answer that is no success comes before the body; otherwise the body is waited for.
    private func answerEarly(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let announced = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        let early = answer(request(head, announced))
        guard early.status >= 300 else { return }
        isAnswered = true
        write(early, isLast: true, context)
    }

    private func request(_ head: HTTPRequestHead, _ size: Int) -> ScriptedRequest {
        ScriptedRequest(
            place: place,
            method: head.method.rawValue,
            target: head.uri,
            fields: head.headers,
            bodySize: size
        )
    }

    private func write(_ answer: ScriptedAnswer, isLast: Bool, _ context: ChannelHandlerContext) {
        var body = ByteBuffer(string: answer.body)
        switch answer.manner {
        case .never: return
        case .trickling: return trickle(answer, context)
        case .padded(let count): body.writeRepeatingByte(0, count: count)
        case .atOnce: break
        }
        write(answer, ["Content-Length": "\(body.readableBytes)"], isLast: isLast, context)
        if head?.method != .HEAD { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            if isLast { channel.close(promise: nil) }
        }
    }

    /// Writes the status and the fields.
    private func write(
        _ answer: ScriptedAnswer,
        _ framing: HTTPHeaders,
        isLast: Bool,
        _ context: ChannelHandlerContext
    ) {
        var fields = HTTPHeaders(answer.fields.map { ($0.name, $0.value) })
        fields.add(contentsOf: framing)
        if isLast { fields.add(name: "Connection", value: "close") }
        let status = HTTPResponseStatus(statusCode: answer.status)
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }

    private func trickle(_ answer: ScriptedAnswer, _ context: ChannelHandlerContext) {
        write(answer, ["Transfer-Encoding": "chunked"], isLast: true, context)
        context.flush()
        Self.drip(200, into: context.channel)
    }

    private static func drip(_ octets: Int, into channel: any Channel) {
        guard octets > 0, channel.isActive else { return channel.close(promise: nil) }
        channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: " "))), promise: nil)
        channel.eventLoop.scheduleTask(in: .milliseconds(100)) { drip(octets - 1, into: channel) }
    }
}
