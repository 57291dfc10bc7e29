import Logging
import NIOCore
import NIOHTTP2

/// A connection of HTTP/2, whose streams are answered at the same time.
struct HTTP2ConnectionChannel: Sendable {
    /// The streams as they come.
    typealias Value = NIOHTTP2Handler.AsyncStreamMultiplexer<HTTP2StreamChannel.Value>

    private let limits: HTTPLimits
    private let streams: HTTP2StreamChannel

    /// Creates the set-up of connections.
    ///
    /// - Parameters:
    ///   - limits: The limits of the listener.
    ///   - streams: The set-up of each stream.
    init(limits: HTTPLimits, streams: HTTP2StreamChannel) {
        self.limits = limits
        self.streams = streams
    }

    /// Builds the pipeline of a connection that has agreed on HTTP/2.
    func setup(channel: any Channel) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let connection = HTTP2ConnectionHandler(limits: limits)
            let value = try pipeline.configureAsyncHTTP2Pipeline(
                mode: .server,
                streamDelegate: HTTP2StreamCensus(connection, on: channel.eventLoop),
                configuration: .init(limits.http2, headerBytes: limits.headerBytes)
            ) { [streams] stream in streams.setup(channel: stream) }
            try pipeline.addHandler(connection)
            return value
        }
    }

    /// Answers the requests of a connection until it closes.
    func handle(value: Value, logger: Logger) async {
        do {
            try await withThrowingDiscardingTaskGroup { group in
                for try await stream in value.inbound {
                    group.addTask { await streams.handle(value: stream, logger: logger) }
                }
            }
        } catch {
            logger.debug("connection failed", metadata: ["error": "\(error)"])
        }
    }
}
