import NIOCore
import NIOPosix
import Testing

@testable import ServiceSupport

/// Connections that a listener accepts and lets go of.
@Suite struct AcceptedConnectionTests {
    /// Connects to a server that does with the connection what the test says, and waits until it is closed.
    private func connect(_ accepted: @escaping @Sendable (AcceptedConnection) -> Void) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let server = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    accepted(AcceptedConnection(try AcceptedConnection.Parts(wrappingChannelSynchronously: channel)))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let client = try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port).get()
        try await client.closeFuture.get()
        try await server.close()
    }

    @Test func `a connection that nobody answers is closed, and the process goes on`() async throws {
        try await connect { _ in }
    }

    @Test func `a connection is handed over once, and ended by whoever has it`() async throws {
        try await connect { connection in
            let parts = connection.take()
            #expect(parts != nil)
            #expect(connection.take() == nil)
            Task { try await parts?.executeThenClose { _, _ in } }
        }
    }
}
