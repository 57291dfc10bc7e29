import NIOCore
import NIOEmbedded
import NIOHPACK
import NIOHTTP2
import Testing

@testable import ServiceSupport

struct StreamEndHandlerTests {
    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: StreamEndHandler())
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private func head(endStream: Bool) -> HTTP2Frame.FramePayload {
        .headers(.init(headers: HPACKHeaders([(":method", "PUT")]), endStream: endStream))
    }

    @Test func `RFC 9113 §8.1 a client that still sends is told by NO_ERROR that nobody reads on, once`() throws {
        let channel = try channel()
        try channel.writeInbound(head(endStream: false))
        channel.close(mode: .output, promise: nil)
        guard case .rstStream(let code)? = try channel.readOutbound(as: HTTP2Frame.FramePayload.self) else {
            Issue.record("No RST_STREAM was sent.")
            return
        }
        #expect(code == .noError)
        channel.close(mode: .output, promise: nil)
        #expect(try channel.readOutbound(as: HTTP2Frame.FramePayload.self) == nil)
    }

    @Test(arguments: [true, false])
    func `a client that has sent everything is told nothing`(inHead: Bool) throws {
        let channel = try channel()
        try channel.writeInbound(head(endStream: inHead))
        if !inHead {
            let data = HTTP2Frame.FramePayload.Data(data: .byteBuffer(ByteBuffer(string: "x")), endStream: true)
            try channel.writeInbound(HTTP2Frame.FramePayload.data(data))
        }
        channel.close(mode: .output, promise: nil)
        #expect(try channel.readOutbound(as: HTTP2Frame.FramePayload.self) == nil)
        #expect(channel.isActive)
    }

    @Test func `what comes and goes passes unchanged`() throws {
        let channel = try channel()
        try channel.writeInbound(head(endStream: false))
        guard case .headers? = try channel.readInbound(as: HTTP2Frame.FramePayload.self) else {
            Issue.record("The head did not come through.")
            return
        }
        channel.close(promise: nil)
        #expect(!channel.isActive)
    }
}
