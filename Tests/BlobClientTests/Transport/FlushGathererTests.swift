import NIOCore
import NIOEmbedded
import Testing

@testable import BlobClient

@Suite struct FlushGathererTests {
    /// Counts the flushes that reach the socket.
    private final class FlushCounter: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer

        private(set) var count = 0

        func flush(context: ChannelHandlerContext) {
            count += 1
            context.flush()
        }
    }

    private func scene() throws -> (channel: EmbeddedChannel, flushes: FlushCounter) {
        let flushes = FlushCounter()
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandlers([flushes, FlushGatherer()])
        return (channel, flushes)
    }

    @Test func `what is written in one turn is flushed together`() throws {
        let (channel, flushes) = try scene()
        channel.writeAndFlush(ByteBuffer(string: "head"), promise: nil)
        channel.writeAndFlush(ByteBuffer(string: "body"), promise: nil)
        #expect(flushes.count == 0)
        channel.embeddedEventLoop.run()
        #expect(flushes.count == 1)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(string: "head"))
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(string: "body"))
    }

    @Test func `each turn has its flush, and one without writes has none`() throws {
        let (channel, flushes) = try scene()
        for count in 1...3 {
            channel.writeAndFlush(ByteBuffer(string: "request"), promise: nil)
            channel.embeddedEventLoop.run()
            #expect(flushes.count == count)
        }
        channel.embeddedEventLoop.run()
        #expect(flushes.count == 3)
    }

    @Test func `what was flushed before a connection is closed still leaves`() throws {
        let (channel, flushes) = try scene()
        channel.writeAndFlush(ByteBuffer(string: "last"), promise: nil)
        channel.close(promise: nil)
        #expect(flushes.count == 1)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(string: "last"))
        channel.embeddedEventLoop.run()
    }
}
