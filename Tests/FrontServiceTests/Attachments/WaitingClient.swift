import FoundationEssentials
import NIOCore
import NIOPosix

@testable import FrontService

/// A connection of a client that waits for `100 Continue`, on which a test says byte for byte what it sends.
struct WaitingClient {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var pending = ""

    /// Opens a connection, and closes it after the body.
    static func connect(to port: Int, _ body: (inout WaitingClient) async throws -> Void) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            var client = WaitingClient(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            try await body(&client)
        }
    }

    private init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound
        self.outbound = outbound
    }

    /// Sends the head of a POST that waits for `100 Continue`.
    ///
    /// - Parameters:
    ///   - uri: The path of the object.
    ///   - query: The query of the target.
    ///   - user: Who asks.
    ///   - version: The version of HTTP.
    ///   - length: The Content-Length.
    ///   - fields: More fields, each with its line end.
    /// - Throws: The error of the connection.
    func sendHead(
        _ uri: String = AttachmentFront.event,
        query: String = "action=attachment-add",
        as user: String = "alice",
        version: String = "1.1",
        length: Int,
        _ fields: String = ""
    ) async throws {
        let credentials = Data("\(user):\(user)".utf8).base64EncodedString()
        try await send(
            "POST \(uri)?\(query) HTTP/\(version)\r\nHost: localhost\r\nAuthorization: Basic \(credentials)\r\n"
                + "Expect: 100-continue\r\nContent-Length: \(length)\r\n\(fields)\r\n"
        )
    }

    /// Sends text.
    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    /// Sends octets.
    func send(_ octets: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: octets))
    }

    /// Reads the head of the next message, and returns its status code; nil at the end of the connection.
    mutating func status() async throws -> Int? {
        while true {
            if let end = pending.firstRange(of: "\r\n\r\n") {
                let line = pending[..<end.lowerBound]
                pending.removeSubrange(..<end.upperBound)
                return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            }
            guard let buffer = try await inbound.next(isolation: #isolation) else { return nil }
            pending += String(buffer: buffer)
        }
    }
}
