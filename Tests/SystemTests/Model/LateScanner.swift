import NIOCore
import NIOPosix

/// A stand-in for clamd that knows the text of ``LocalClamd/marker``, and may take its time with a file that has it.
///
/// It speaks what fronts say to clamd: `zVERSION`, and `zINSTREAM` with chunks of four octets of length and as many bytes.
struct LateScanner: Sendable {
    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// The longest time that an infected file is looked at.
    let patience: Duration

    /// Runs the scanner during a body, which gets its address as the setting `scan.clamd` has it.
    func run<Value: Sendable>(_ body: (String) async throws -> Value) async throws -> Value {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
        let port = server.channel.localAddress?.port ?? 0
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await serve(server) }
            defer { group.cancelAll() }
            return try await body("127.0.0.1:\(port)")
        }
    }

    private func serve(_ server: NIOAsyncChannel<Connection, Never>) async throws {
        try await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                // A front that was killed, or that waits no longer, is none of the scanner's business.
                for try await connection in connections { group.addTask { try? await answer(connection) } }
            }
        }
    }

    private func answer(_ connection: Connection) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var received = ScannedStream()
            for try await buffer in inbound {
                received.receive(buffer.readableBytesView)
                guard received.isWhole else { continue }
                return try await outbound.write(ByteBuffer(string: try await reply(to: received) + "\0"))
            }
        }
    }

    private func reply(to stream: ScannedStream) async throws -> String {
        guard stream.isScan else { return "ClamAV 1.0.0/1/Thu Jan  1 00:00:00 2026" }
        guard stream.hasMarker else { return "stream: OK" }
        try await ContinuousClock().sleep(for: patience * Double.random(in: 0...1))
        // At first it may be of no mind at all; the front asks again.
        let isUndecided = patience > .zero && Int.random(in: 0..<4) == 0
        return isUndecided ? "not yet ERROR" : "stream: \(LocalClamd.signature) FOUND"
    }
}

/// What came from a front so far.
private struct ScannedStream {
    private var octets: [UInt8] = []

    /// Where the next chunk begins, once the command is known.
    private var next: Int?

    private var content: [UInt8] = []

    /// Whether it is a scan, and not the question for the version.
    private(set) var isScan = false

    /// Whether nothing more comes.
    private(set) var isWhole = false

    /// Takes what came.
    mutating func receive(_ bytes: some Sequence<UInt8>) {
        octets += bytes
        if next == nil, let end = octets.firstIndex(of: 0) {
            isScan = octets[..<end].elementsEqual("zINSTREAM".utf8)
            isWhole = !isScan
            next = end + 1
        }
        while isScan, let start = next, !isWhole, octets.count >= start + 4 {
            let length = octets[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
            guard octets.count >= start + 4 + length else { return }
            content += octets[start + 4..<start + 4 + length]
            next = start + 4 + length
            isWhole = length == 0
        }
    }

    /// Whether the file ends in the text that the scanner knows.
    var hasMarker: Bool { content.suffix(LocalClamd.marker.utf8.count).elementsEqual(LocalClamd.marker.utf8) }
}
