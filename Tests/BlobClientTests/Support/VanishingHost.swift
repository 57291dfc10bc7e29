import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A service on sockets of this host whose system can be made to confirm nothing any more, as if the host were gone.
///
/// A filter of socket(7) drops every packet that comes to the sockets, before TCP sees it: nothing is refused, reset, or
/// confirmed.
final class VanishingHost: Sendable {
    private struct State {
        var sockets: [any Channel] = []
        var requests = 0
    }

    /// struct sock_fprog of linux/filter.h, with its pointer as a number.
    private struct Program {
        let count: UInt16
        let instructions: UInt
    }

    private let answer: ByteBuffer?
    private let takes: Bool
    private let state = Mutex(State())

    /// Creates a service.
    ///
    /// - Parameters:
    ///   - answer: The whole answer to every request; nil for none.
    ///   - takes: Whether it takes what comes before it is told to (``take()``).
    init(answer: String?, takes: Bool = true) {
        self.answer = answer.map { ByteBuffer(string: $0) }
        self.takes = takes
    }

    /// The number of whole requests that came.
    var requests: Int { state.withLock { $0.requests } }

    /// Runs the service while a test uses its base URL.
    func run<Value: Sendable>(_ body: (String) async throws -> Value) async throws -> Value {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: takes)
            .childChannelInitializer { channel in
                self.state.withLock { $0.sockets.append(channel) }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Conversation(host: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        state.withLock { $0.sockets.append(server) }
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await body("http://127.0.0.1:\(server.localAddress?.port ?? 0)"))
        } catch {
            outcome = .failure(error)
        }
        for socket in state.withLock({ $0.sockets }) { try? await socket.close() }
        return try outcome.get()
    }

    /// Waits until a whole request has come.
    func waitForRequest() async throws {
        while requests == 0 { try await Task.sleep(for: .milliseconds(5)) }
    }

    /// Takes what comes from now on.
    func take() async throws {
        for socket in state.withLock({ $0.sockets }) { try await socket.setOption(.autoRead, value: true).get() }
    }

    /// Confirms nothing from now on, and takes no connection.
    func vanish() async throws {
        // BPF_RET with no octets: the packet is dropped.
        let instruction = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
        unsafe instruction.initialize(to: 0x06)
        defer { unsafe instruction.deallocate() }
        let program = Program(count: 1, instructions: UInt(bitPattern: instruction))
        for case let socket as any SocketOptionProvider in state.withLock({ $0.sockets }) {
            let name = NIOBSDSocket.Option(rawValue: SO_ATTACH_FILTER)
            try await socket.unsafeSetSocketOption(level: .socket, name: name, value: program).get()
        }
    }

    fileprivate func answerRequest(_ context: ChannelHandlerContext) {
        state.withLock { $0.requests += 1 }
        guard let answer else { return }
        context.writeAndFlush(NIOAny(answer), promise: nil)
    }
}

/// One connection: knows where a request ends, and nothing else of HTTP.
private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let host: VanishingHost
    private var text = ""

    init(host: VanishingHost) {
        self.host = host
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        guard let end = text.firstRange(of: "\r\n\r\n") else { return }
        guard text[end.upperBound...].utf8.count >= length(before: end.lowerBound) else { return }
        text = ""
        host.answerRequest(context)
    }

    private func length(before end: String.Index) -> Int {
        for line in text[..<end].lowercased().split(separator: "\r\n") where line.hasPrefix("content-length: ") {
            return Int(line.dropFirst("content-length: ".count)) ?? 0
        }
        return 0
    }
}
