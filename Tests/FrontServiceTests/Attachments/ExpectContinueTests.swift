import HTTPTypes
import BlobModel
import BlobStoreTesting
import AttachmentStore
import FoundationEssentials
import HummingbirdTesting
import NIOCore
import NIOPosix
import Testing

@testable import FrontService

/// A connection on which a test says byte for byte what it sends.
private struct RawClient {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var pending = ""

    /// Opens a connection, and closes it after the body.
    static func connect(to port: Int, _ body: (inout RawClient) async throws -> Void) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            var client = RawClient(inbound: inbound.makeAsyncIterator(), outbound: outbound)
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

    /// Sends the head of an addition by alice that waits for 100 Continue.
    func sendHead(_ uri: String = AttachmentFront.event, length: Int, _ fields: String = "") async throws {
        let credentials = Data("alice:alice".utf8).base64EncodedString()
        try await send(
            "POST \(uri)?action=attachment-add HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic \(credentials)\r\n"
                + "Expect: 100-continue\r\nContent-Length: \(length)\r\n\(fields)\r\n"
        )
    }

    /// Sends text.
    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
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

@Suite struct ExpectContinueTests {
    @Test func `RFC 9110 §10.1.1 the body is asked for once all checks are passed`() async throws {
        try await AttachmentFront.run(.live) { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let port = try #require(test.front.client.port)
            try await RawClient.connect(to: port) { client in
                try await client.sendHead(length: 5)
                #expect(try await client.status() == 100)
                try await client.send("Hello")
                #expect(try await client.status() == 201)
            }
            #expect(try await test.usage() == 5)
        }
    }

    @Test func `RFC 8607 §3.11.4 a refusal comes instead of 100 Continue`() async throws {
        try await AttachmentFront.run(.live, configure: { $0.attachments.maximumSize = 10 }) { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let port = try #require(test.front.client.port)
            let event = AttachmentFront.event
            let cases = [
                (event, 11, "", 403), (event, 5, "If-Match: \"other\"\r\n", 412),
                ("/calendars/alice/calendar/none.ics", 5, "", 404), ("/calendars/bob/calendar/b.ics", 5, "", 403),
            ]
            for (uri, length, fields, expected) in cases {
                try await RawClient.connect(to: port) { client in
                    try await client.sendHead(uri, length: length, fields)
                    #expect(try await client.status() == expected, "\(uri) \(fields)")
                }
            }
            #expect(try await test.references().isEmpty)
        }
    }

    @Test func `a storage that is not there answers 503 without asking for the body`() async throws {
        try await AttachmentFront.run(.live) { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            test.blobs.fail(with: .unavailable("no node"))
            let port = try #require(test.front.client.port)
            try await RawClient.connect(to: port) { client in
                try await client.sendHead(length: 5)
                #expect(try await client.status() == 503)
            }
        }
    }

    @Test func `a connection that is cut in mid-body leaves nothing`() async throws {
        try await AttachmentFront.run(.live) { test in
            let tag = try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let port = try #require(test.front.client.port)
            try await RawClient.connect(to: port) { client in
                try await client.sendHead(length: 500)
                #expect(try await client.status() == 100)
                try await client.send("only a part")
            }
            #expect(try await test.front.send("GET", AttachmentFront.event).headers[.eTag] == tag)
            #expect(try await test.usage() == 0)
            #expect(try await test.references().isEmpty)
        }
    }
}
