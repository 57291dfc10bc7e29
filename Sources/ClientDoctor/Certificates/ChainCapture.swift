import NIOCore
import NIOPosix
import NIOSSL

/// Has a server present its certificates, and goes away before anything is trusted.
struct ChainCapture: Sendable {
    /// The server.
    let address: WebAddress

    /// The host to connect to, which is that of the address unless it was overridden.
    let destination: String

    /// How long it may take.
    let timeout: Duration

    /// Connects and returns what the server presents.
    ///
    /// - Throws: ``ConnectionFailure``.
    func chain() async throws(ConnectionFailure) -> PresentedChain {
        do {
            let loop = MultiThreadedEventLoopGroup.singleton.any()
            let presented = loop.makePromise(of: [NIOSSLCertificate].self)
            let deadline = loop.scheduleTask(in: TimeAmount(timeout)) { presented.fail(ConnectionFailure.timedOut) }
            connect(on: loop, presented)
            let certificates = try await presented.futureResult.get()
            deadline.cancel()
            guard let chain = PresentedChain(certificates) else { throw ConnectionFailure.tls("it has no certificate") }
            return chain
        } catch {
            throw ConnectionFailure(error)
        }
    }

    private func connect(on loop: any EventLoop, _ presented: EventLoopPromise<[NIOSSLCertificate]>) {
        let serverName = Self.isAddress(address.host) ? nil : address.host
        let connection = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(timeout))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let context = try NIOSSLContext(configuration: .makeClientConfiguration())
                    let tls = try NIOSSLClientHandler(
                        context: context,
                        serverHostname: serverName,
                        customVerificationCallback: { chain, verdict in
                            presented.succeed(chain)
                            verdict.succeed(NIOSSLVerificationResult.failed)
                        }
                    )
                    try channel.pipeline.syncOperations.addHandlers([tls, FailureHandler(presented)])
                }
            }
            .connect(host: destination, port: address.port)
        connection.whenFailure { presented.fail($0) }
        presented.futureResult.whenComplete { _ in
            connection.whenSuccess { (channel: any Channel) in channel.close(promise: nil) }
        }
    }

    /// RFC 6066 §3: literal IPv4 and IPv6 addresses "are not permitted" as the name that a client announces.
    private static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }
}

/// Ends the wait for certificates when the connection fails or ends.
private final class FailureHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let presented: EventLoopPromise<[NIOSSLCertificate]>

    init(_ presented: EventLoopPromise<[NIOSSLCertificate]>) {
        self.presented = presented
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        presented.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        presented.fail(ConnectionFailure.connection("the other side closed it"))
        context.fireChannelInactive()
    }
}
