import MalwareScanning
import NIOCore
import NIOPosix
import Synchronization

/// A scanner that finds malware in whatever has a certain text in it.
final class StubClamd: Sendable {
    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private struct State {
        var scans = 0
        var database = 1
        var isAway = false
        var limit = Int.max
    }

    /// The text by which the scanner knows malware.
    static let marker = "harmless-marker"

    /// The name under which it knows it.
    static let name = "Attache.Test"

    /// Where it listens.
    let address: ClamdAddress

    private let state = Mutex(State())

    private init(port: Int) {
        address = .tcp(host: "127.0.0.1", port: port)
    }

    /// How many scans it has ended.
    var scans: Int { state.withLock { $0.scans } }

    /// Gives it other signatures.
    func renewSignatures() { state.withLock { $0.database += 1 } }

    /// Makes it close every connection at once, or answer again.
    func setAway(_ isAway: Bool) { state.withLock { $0.isAway = isAway } }

    /// Makes it refuse scans of more octets, those of the protocol included.
    func setLimit(_ limit: Int) { state.withLock { $0.limit = limit } }

    /// Runs a scanner during a body.
    static func run(_ body: (StubClamd) async throws -> Void) async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
        let scanner = StubClamd(port: server.channel.localAddress?.port ?? 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await scanner.serve(server) }
            defer { group.cancelAll() }
            try await body(scanner)
        }
    }

    private func serve(_ server: NIOAsyncChannel<Connection, Never>) async {
        try? await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections { group.addTask { await self.answer(connection) } }
            }
        }
    }

    private func answer(_ connection: Connection) async {
        try? await connection.executeThenClose { inbound, outbound in
            guard !state.withLock({ $0.isAway }) else { return }
            var octets: [UInt8] = []
            for try await buffer in inbound {
                octets += Array(buffer.readableBytesView)
                guard let reply = reply(to: octets) else { continue }
                try await outbound.write(ByteBuffer(string: reply + "\0"))
                return
            }
        }
    }

    private func reply(to octets: [UInt8]) -> String? {
        if octets == Array("zVERSION\0".utf8) { return "ClamAV 1.4.6/\(state.withLock { $0.database })/today" }
        guard octets.starts(with: Array("zINSTREAM\0".utf8)), octets.suffix(4) == [0, 0, 0, 0] else { return nil }
        guard octets.count <= state.withLock({ $0.limit }) else { return "INSTREAM size limit exceeded. ERROR" }
        state.withLock { $0.scans += 1 }
        let isInfected = String(decoding: octets, as: UTF8.self).contains(Self.marker)
        return isInfected ? "stream: \(Self.name) FOUND" : "stream: OK"
    }
}
