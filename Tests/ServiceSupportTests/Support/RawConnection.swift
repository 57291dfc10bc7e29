import NIOCore
import NIOPosix

/// A TCP connection on which a test says byte for byte what it sends, and sees what comes back.
enum RawConnection {
    /// Opens a connection to a port of this host, and closes it after the body.
    static func with<Value: Sendable>(
        port: Int,
        _ body: (Conversation) async throws -> Value
    ) async throws -> Value {
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
            let conversation = Conversation(
                inbound: inbound.makeAsyncIterator(),
                outbound: outbound,
                channel: channel.channel
            )
            return try await body(conversation)
        }
    }
}

/// One side of a connection.
final class Conversation {
    /// What a message looked like.
    struct Answer: Equatable {
        /// The status line and fields, in lower case, without the last line end.
        var head: String
        /// The body.
        var body: String

        /// The status code.
        var status: Int { Int(head.split(separator: " ").dropFirst().first.map(String.init) ?? "") ?? 0 }

        /// Whether the head says that the connection ends.
        var closes: Bool { head.contains("connection: close") }
    }

    /// A message was expected, and the connection ended.
    struct Ended: Error {}

    fileprivate var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    fileprivate let channel: any Channel
    private var pending = ""

    fileprivate init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        channel: any Channel
    ) {
        self.inbound = inbound
        self.outbound = outbound
        self.channel = channel
    }

    /// Sends text.
    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Sends text, and says whether the other side still took it.
    func trySend(_ text: String) async -> Bool {
        do {
            try await send(text)
            return true
        } catch {
            return false
        }
    }

    /// Ends the sending side.
    func finishSending() {
        outbound.finish()
    }

    /// Cuts the connection.
    func cut() async throws {
        try await channel.close()
    }

    /// Reads one message: a head, and as many bytes of body as its Content-Length says.
    func answer() async throws -> Answer {
        while !pending.contains("\r\n\r\n") {
            guard try await fill() else { throw Ended() }
        }
        guard let end = pending.firstRange(of: "\r\n\r\n") else { throw Ended() }
        let head = pending[..<end.lowerBound].lowercased()
        let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
        pending.removeSubrange(..<end.upperBound)
        while pending.utf8.count < length ?? 0 {
            guard try await fill() else { throw Ended() }
        }
        let body = String(pending.prefix(length ?? 0))
        pending.removeFirst(body.count)
        return Answer(head: head, body: body)
    }

    /// Reads to the end of the connection, and returns what came.
    func rest() async throws -> String {
        while try await fill() {}
        defer { pending = "" }
        return pending
    }

    private func fill() async throws -> Bool {
        do {
            guard let buffer = try await inbound.next(isolation: #isolation) else { return false }
            pending += String(buffer: buffer)
            return true
        } catch let error as IOError where error.errnoCode == 104 {
            // A reset is an end as well.
            return false
        }
    }
}
