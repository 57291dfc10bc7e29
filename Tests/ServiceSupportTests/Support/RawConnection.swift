import FoundationEssentials
import Glibc
import HTTPSemantics
import NIOCore
import NIOPosix

/// A TCP connection on which a test says byte for byte what it sends, and sees what comes back.
enum RawConnection {
    /// Opens a connection to a port of this host, and closes it after the body.
    ///
    /// `opening` is sent by the event loop that makes the connection: it comes in time also when all threads for tasks
    /// are busy, so that no time-out for requests can overtake it.
    static func with<Value: Sendable>(
        port: Int,
        opening: String = "",
        _ body: (Conversation) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(OpeningHandler(opening))
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
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

extension Substring {
    /// A date of HTTP in lower case, as it is written.
    fileprivate var capitalizedDate: String {
        let words = split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return words.joined(separator: " ").replacing("Gmt", with: "GMT")
    }
}

/// Sends a text once a connection stands.
private final class OpeningHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let text: String

    init(_ text: String) {
        self.text = text
    }

    func channelActive(context: ChannelHandlerContext) {
        if !text.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil) }
        context.fireChannelActive()
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

        /// Returns the instant that a field holds, in seconds since 1970; nil where it is absent or no date.
        func date(_ name: String) -> Double? {
            let line = head.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }
            // The head is in lower case, dates are not.
            return line.flatMap { HTTPDate.parse($0.dropFirst(name.count + 2).capitalizedDate) }?.timeIntervalSince1970
        }
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

    /// Cuts the connection so that the other side is told at once, with what it has sent unread.
    func reset() async throws {
        guard let options = channel as? any SocketOptionProvider else { return try await cut() }
        try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close()
    }

    /// Reads the head of a message: the status line and fields, in lower case, without the last line end.
    func head() async throws -> String {
        while !pending.contains("\r\n\r\n") {
            guard try await fill() else { throw Ended() }
        }
        guard let end = pending.firstRange(of: "\r\n\r\n") else { throw Ended() }
        let head = pending[..<end.lowerBound].lowercased()
        pending.removeSubrange(..<end.upperBound)
        return head
    }

    /// Reads one message: a head, and as many bytes of body as its Content-Length says.
    func answer() async throws -> Answer {
        let head = try await head()
        let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
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

    /// Reads to the end of the connection, and returns the number of bytes that came, for what is too large for a text.
    func restCount() async throws -> Int {
        var count = pending.utf8.count
        pending = ""
        while let buffer = try await next() { count += buffer.readableBytes }
        return count
    }

    private func fill() async throws -> Bool {
        guard let buffer = try await next() else { return false }
        pending += String(buffer: buffer)
        return true
    }

    private func next() async throws -> ByteBuffer? {
        do {
            return try await inbound.next(isolation: #isolation)
        } catch let error as IOError where error.errnoCode == 104 {
            // A reset is an end as well.
            return nil
        }
    }
}
