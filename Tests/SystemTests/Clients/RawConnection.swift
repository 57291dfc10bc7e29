import NIOCore
import NIOPosix

/// A TCP connection on which a story says byte for byte what it sends, and sees what comes back.
final class RawConnection {
    /// A message was expected, and the connection ended.
    struct Ended: Error {
        /// What came before the end.
        let received: String
    }

    /// One message of the server.
    struct Message {
        /// The status line and the fields, without the empty line.
        let head: String
        /// The body, of as many bytes as Content-Length says.
        let body: String

        /// The status code.
        var status: Int { head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0 }

        /// Whether the head says that the connection ends.
        var closes: Bool { head.lowercased().contains("connection: close") }

        /// Whether the body names a precondition of WebDAV.
        func names(_ precondition: String) -> Bool { body.contains(":\(precondition)") }
    }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var pending = ByteBuffer()

    private init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound
        self.outbound = outbound
    }

    /// Connects to the authority of a URL such as `http://127.0.0.1:8080`, and closes the connection after the body.
    static func to<Value: Sendable>(
        _ url: String,
        _ body: (RawConnection) async throws -> Value
    ) async throws -> Value {
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
            try await body(RawConnection(inbound: inbound.makeAsyncIterator(), outbound: outbound))
        }
    }

    /// Sends text as it is.
    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Sends octets as they are.
    func send(_ octets: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: octets))
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

    /// Sends a request of lines, each ended by CRLF, with an empty line after the last one, and a body.
    func send(lines: [String], body: String = "") async throws {
        try await send(lines.map { $0 + "\r\n" }.joined() + "\r\n" + body)
    }

    /// Closes this side of the connection; what comes back can still be read.
    func finish() {
        outbound.finish()
    }

    /// Reads one message.
    ///
    /// - Throws: ``Ended``.
    func message() async throws -> Message {
        while true {
            let text = String(buffer: pending)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let head = String(text[..<end.lowerBound])
                pending.moveReaderIndex(forwardBy: head.utf8.count + 4)
                return Message(head: head, body: try await body(of: head))
            }
            guard try await receive() else { throw Ended(received: text) }
        }
    }

    /// Reads to the end of the connection, and returns what came.
    func rest() async throws -> String { String(decoding: try await restBytes(), as: UTF8.self) }

    /// Reads to the end of the connection, and returns the bytes that came.
    func restBytes() async throws -> [UInt8] {
        while try await receive() {}
        defer { pending.clear() }
        return Array(pending.readableBytesView)
    }

    private func body(of head: String) async throws -> String {
        let length = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
        while pending.readableBytes < length ?? 0 {
            guard try await receive() else { throw Ended(received: String(buffer: pending)) }
        }
        return pending.readString(length: length ?? 0) ?? ""
    }

    private func receive() async throws -> Bool {
        do {
            guard var buffer = try await inbound.next(isolation: #isolation) else { return false }
            pending.writeBuffer(&buffer)
            return true
        } catch let error as IOError where error.errnoCode == 104 {
            // A reset is an end as well.
            return false
        }
    }
}
