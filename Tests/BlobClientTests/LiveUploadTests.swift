import BlobAPI
import BlobClient
import BlobModel
import Hummingbird
import NIOCore
import NIOPosix
import ServiceSupport
import Testing

/// Uploads that come over one connection and leave over another, as they do at a front.
@Suite struct LiveUploadTests {
    /// Runs a service that passes the bodies it gets on to a cluster, and answers 503 when that fails.
    private func withService(
        over cluster: BlobCluster,
        _ body: @Sendable (Int) async throws -> Void
    ) async throws {
        let domain = try DedupDomain(validating: "home")
        let responder = CallbackResponder<ServiceRequestContext> { request, _ in
            let pieces = ByteStream(request.body.map { Array($0.readableBytesView) })
            do {
                _ = try await cluster.put(pieces, as: .random(), in: domain, limit: .max)
                return Response(status: .created)
            } catch is BlobError {
                return Response(status: .serviceUnavailable)
            }
        }
        let listener = HTTPListener(
            name: "front",
            address: .loopback(0),
            connections: ConnectionOptions(),
            responder: responder,
            logger: ClusterScene.logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            defer { group.cancelAll() }
            try await body(listener.boundPort())
        }
    }

    /// Sends the beginning of a body, waits for an answer, and returns its first line.
    private func answerToBeginning(of size: Int, port: Int) async throws -> String {
        let head = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: \(8 * size)\r\n\r\n"
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: head))
            try await outbound.write(ByteBuffer(repeating: 7, count: size))
            var answer = ""
            for try await buffer in inbound {
                answer += String(buffer: buffer)
                if let end = answer.firstIndex(of: "\r\n") { return String(answer[..<end]) }
            }
            return answer
        }
    }

    @Test func `a node that answers in the middle of an upload leaves the front running`() async throws {
        let session = UploadSession(session: .random(), offset: 0, expires: 1)
        let node = FakeNode([.json(try APICoding.encode(session)), .early(APIProblem(.insufficientSpace))])
        var options = ClusterScene.options
        options.pieceBytes = 512 << 10
        try await node.run { [options] base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base), options: options) { cluster in
                try await withService(over: cluster) { port in
                    // Two readers of one connection would end the process.
                    let answer = try await answerToBeginning(of: 1 << 20, port: port)
                    #expect(answer == "HTTP/1.1 503 Service Unavailable")
                }
            }
        }
    }
}
