import NIOCore
import NIOPosix
import NIOSSL

/// Downloads the same thing again and again over TLS 1.3, over one connection.
///
/// The bytes are decrypted on an event loop of this process and thrown away; the thread of the load waits for the end.
final class EncryptedDownloadLoop: RequestLoop {
    private let connection: Connection
    private let head: String

    /// Opens the connection; the certificate, which is one for tests, is not checked.
    ///
    /// - Throws: ``BenchmarkError/connectionClosed``.
    init(port: Int, _ download: Request) throws(BenchmarkError) {
        head = download.head
        do {
            connection = try Self.connect(port: port).wait()
        } catch {
            throw .connectionClosed
        }
    }

    deinit {
        connection.channel.close(promise: nil)
    }

    /// Downloads it.
    ///
    /// - Throws: ``BenchmarkError``.
    func request() throws(BenchmarkError) {
        let promise = connection.channel.eventLoop.makePromise(of: Void.self)
        connection.channel.eventLoop.execute { [connection, head] in
            connection.reception.value.expect(promise)
            connection.channel.writeAndFlush(ByteBuffer(string: head), promise: nil)
        }
        do {
            try promise.futureResult.wait()
        } catch {
            throw error as? BenchmarkError ?? .connectionClosed
        }
    }

    private static func connect(port: Int) throws -> EventLoopFuture<Connection> {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.minimumTLSVersion = .tlsv13
        let context = try NIOSSLContext(configuration: configuration)
        return ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 256 << 10))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: "localhost"))
                    try pipeline.addHandler(EncryptedReception())
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .flatMapThrowing { channel in
                let reception = try channel.pipeline.syncOperations.handler(type: EncryptedReception.self)
                return Connection(
                    channel: channel,
                    reception: NIOLoopBound(reception, eventLoop: channel.eventLoop)
                )
            }
    }
}

/// A connection, and what counts the bytes that come over it.
private struct Connection: Sendable {
    let channel: any Channel
    let reception: NIOLoopBound<EncryptedReception>
}

/// Counts the bytes of answers that have a length.
private final class EncryptedReception: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var promise: EventLoopPromise<Void>?
    private var head = ByteBuffer()
    private var rest: Int?

    /// Completes a promise when the next answer is there.
    func expect(_ promise: EventLoopPromise<Void>) {
        self.promise = promise
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        guard let rest else { return begin(&buffer) }
        take(rest, buffer.readableBytes)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure(.connectionClosed))
    }

    private func begin(_ buffer: inout ByteBuffer) {
        head.writeBuffer(&buffer)
        let octets = Array(head.readableBytesView)
        guard let end = MessageHead.end(in: octets[...]) else { return }
        let message = MessageHead(Array(octets[..<end]))
        head.clear()
        guard message.status == 200, let length = message.contentLength else {
            return finish(.failure(.malformedAnswer))
        }
        take(length, octets.count - end)
    }

    private func take(_ wanted: Int, _ count: Int) {
        rest = wanted - count
        guard count >= wanted else { return }
        rest = nil
        finish(.success(()))
    }

    private func finish(_ result: Result<Void, BenchmarkError>) {
        promise?.completeWith(result.mapError { $0 as any Error })
        promise = nil
    }
}
