import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import ServiceSupport

/// How pieces of a body are handed to their connection.
struct ResponseBodyWriterTests {
    /// Takes pieces as a connection's writer does: at once, and for the event loop to deal with later.
    private struct EagerWriter: ResponseBodyWriter {
        let eventLoop: any EventLoop
        let steps: Steps

        mutating func write(_ buffer: ByteBuffer) async throws {
            steps.note("handed over")
            eventLoop.execute { [steps] in steps.note("taken") }
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    private final class Steps: Sendable {
        private let all = Mutex<[String]>([])

        var list: [String] { all.withLock { $0 } }

        func note(_ step: String) { all.withLock { $0.append(step) } }
    }

    @Test func `a piece is not followed by another before the event loop has taken it`() async throws {
        let (eventLoop, steps) = (MultiThreadedEventLoopGroup.singleton.any(), Steps())
        var writer = EagerWriter(eventLoop: eventLoop, steps: steps)
        for _ in 0..<100 { try await writer.write(ByteBuffer(string: "piece"), takenOn: eventLoop) }
        #expect(steps.list == (0..<100).flatMap { _ in ["handed over", "taken"] })
    }
}
