import NIOCore
import NIOPosix

/// A client that closes its side of the connection as soon as it has sent its requests, and reads to the end.
enum HalfClosingClient {
    /// Sends requests to the authority of a URL such as `http://127.0.0.1:8080`, and returns everything that comes back.
    ///
    /// - Parameters:
    ///   - requests: The requests as they go over the wire.
    ///   - url: The URL.
    ///   - pause: How long to wait before anything is read, while the server has all buffers full.
    /// - Returns: What came until the server closed its side too.
    /// - Throws: The errors of the connection; one that is reset has lost its answer.
    static func send(_ requests: String, to url: String, readingAfter pause: Duration = .zero) async throws -> [UInt8] {
        let port = url.split(separator: ":").last.flatMap { Int($0) } ?? 0
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: requests))
            outbound.finish()
            try await Task.sleep(for: pause)
            var received: [UInt8] = []
            for try await buffer in inbound { received += buffer.readableBytesView }
            return received
        }
    }
}
