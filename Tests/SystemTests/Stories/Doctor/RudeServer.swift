import NIOCore
import NIOHTTP1
import NIOPosix

/// A server that answers every request with 404, and says about it what a test wants a terminal to be told.
struct RudeServer: Sendable {
    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    /// The body of each answer.
    let body: String

    /// Runs the server during a body, which gets its URL.
    ///
    /// - Throws: What the body throws, and errors of the socket.
    func run<Value: Sendable>(_ work: (String) async throws -> Value) async throws -> Value {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        let port = server.channel.localAddress?.port ?? 0
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await serve(server) }
            defer { group.cancelAll() }
            return try await work("http://127.0.0.1:\(port)")
        }
    }

    private func serve(_ server: NIOAsyncChannel<Connection, Never>) async throws {
        try await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections { group.addTask { try? await answer(connection) } }
            }
        }
    }

    private func answer(_ connection: Connection) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var method = HTTPMethod.GET
            for try await part in inbound {
                if case .head(let head) = part { method = head.method }
                guard case .end = part else { continue }
                let fields: HTTPHeaders = ["Content-Length": "\(body.utf8.count)"]
                try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .notFound, headers: fields)))
                if method != .HEAD { try await outbound.write(.body(.byteBuffer(ByteBuffer(string: body)))) }
                try await outbound.write(.end(nil))
            }
        }
    }
}
