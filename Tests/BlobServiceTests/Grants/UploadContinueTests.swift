import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import HTTPTypes
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import BlobService

/// Uploads over a socket, by a client that waits for leave to send its body.
@Suite struct UploadContinueTests {
    private let granted: GrantedScene

    init() throws {
        granted = try GrantedScene()
    }

    /// Sends the head, and the body if it is asked for, and returns the status codes that come.
    private func upload(
        _ fields: String = "Content-Length: 5\r\nExpect: 100-continue",
        following: String = "",
        body: String = "Hello",
        noting: @escaping @Sendable ([Int]) -> Void = { _ in },
        then end: @escaping @Sendable () async -> Void = {}
    ) async throws -> [Int] {
        let head = "POST \(granted.url) HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n\r\n\(following)"
        return try await granted.scene.listen { port in
            let codes = try await Self.send(head, body, to: port, noting)
            await end()
            return codes
        }
    }

    private static func send(
        _ head: String,
        _ body: String,
        to port: Int,
        _ noting: @escaping @Sendable ([Int]) -> Void
    ) async throws -> [Int] {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: head))
            var (codes, text) = ([Int](), "")
            for try await buffer in inbound {
                text += String(buffer: buffer)
                codes += Self.takeStatuses(from: &text)
                noting(codes)
                if codes == [100] { try await outbound.write(ByteBuffer(string: body)) }
                // Half a body is all that comes: the client goes away.
                if codes == [100], body.utf8.count < 5 { break }
                if codes.contains(where: { $0 >= 200 }) { break }
            }
            return codes
        }
    }

    private static func takeStatuses(from text: inout String) -> [Int] {
        var codes: [Int] = []
        while let end = text.firstRange(of: "\r\n\r\n") {
            codes += text[..<end.lowerBound].split(separator: " ").dropFirst().prefix(1).compactMap { Int($0) }
            text.removeSubrange(..<end.upperBound)
        }
        return codes
    }

    @Test func `RFC 9110 §10.1.1 the body is asked for once the front has agreed`() async throws {
        #expect(try await upload() == [100, 201])
    }

    @Test func `RFC 8607 §3.11.4 a refusal of the front comes instead of 100 Continue`() async throws {
        let refusal = RelayedAnswer(status: HTTPResponse.Status(code: 507), fields: [:])
        granted.allow(.success(.refused(GrantedScene.answer(refusal, "<error/>"))))
        #expect(try await upload() == [507])
    }

    @Test func `RFC 4331 §6 a disk without room is told instead of 100 Continue`() async throws {
        granted.scene.storage.uploads.room = 4
        #expect(try await upload() == [507])
    }

    @Test func `RFC 9110 §15.5.12 a body without a length is refused, and the grant stays`() async throws {
        #expect(try await upload("Transfer-Encoding: chunked\r\nExpect: 100-continue") == [411])
        #expect(granted.scene.front.openings.withLock { $0.isEmpty })
    }

    @Test(.timeLimit(.minutes(1)))
    func `a body that breaks off is none, and the front hears at once that nothing comes`() async throws {
        let front = granted.scene.front
        #expect(try await upload(body: "Hell", then: { await front.abandonment() }) == [100])
        #expect(granted.references.isEmpty)
        #expect(front.completions.withLock { $0.isEmpty })
        let attempt = front.openings.withLock { $0.first?.1.attempt }
        let abandonment = try #require(front.abandonments.withLock { $0.first })
        #expect(abandonment.0 == granted.permit.reference && abandonment.1.attempt == attempt)
    }

    @Test(.timeLimit(.minutes(1)))
    func `RFC 8607 §3.11.7 a client whose attachment takes long gets 102 again and again from the node`() async throws {
        granted.allow(.success(.given(GrantOpening(size: 5, processingMilliseconds: 20))))
        let (openings, key) = AsyncStream<Void>.makeStream()
        granted.scene.front.delay.withLock { $0 = { for await _ in openings { return } } }
        let codes = try await upload(noting: { codes in if codes.count(where: { $0 == 102 }) >= 3 { key.yield() } })
        #expect(codes.first == 100 && codes.last == 201)
        #expect(codes.dropFirst().dropLast().allSatisfy { $0 == 102 })
        #expect(codes.count >= 5)
    }

    @Test func `a client that waits for nothing is served as well`() async throws {
        #expect(try await upload("Content-Length: 5\r\nConnection: close", following: "Hello") == [201])
    }

    @Test func `a front that is away is told instead of 100 Continue`() async throws {
        granted.allow(.failure(.unavailable("It is away.")))
        #expect(try await upload() == [503])
    }
}
