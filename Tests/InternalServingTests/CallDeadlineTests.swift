import BlobAPI
import HTTPTypes
import InternalServing
import NIOCore
import NIOPosix
import ServiceSupport
import Testing

/// Deadlines that are kept by a timer of an event loop.
struct CallDeadlineTests {
    private let eventLoop = MultiThreadedEventLoopGroup.singleton.any()

    /// Does some work under a deadline, on the event loop.
    private func run<Value: Sendable>(
        _ milliseconds: String?,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        var head = HTTPRequest(method: .get, scheme: "http", authority: "x", path: "/")
        head.headerFields[.deadline] = milliseconds
        let (deadline, eventLoop) = (try CallDeadline(of: head), eventLoop)
        return try await withTaskExecutorPreference(EventLoopExecutor(eventLoop)) {
            #expect(eventLoop.inEventLoop)
            return try await deadline.run(on: eventLoop, work)
        }
    }

    @Test(arguments: [nil, "60000"])
    func `work that ends in time brings its value, on the event loop`(milliseconds: String?) async throws {
        let eventLoop = eventLoop
        #expect(try await run(milliseconds) { eventLoop.inEventLoop })
    }

    @Test func `what the work throws is thrown`() async throws {
        await #expect(throws: APIProblem.self) { try await run("60000") { throw APIProblem(.malformed) } }
    }

    @Test func `work that takes longer is cancelled, and the caller told so`() async throws {
        let error = await #expect(throws: APIProblem.self) {
            try await run("20") {
                // It ends by its cancellation alone.
                try await Task.sleep(for: .seconds(3600))
            }
        }
        #expect(error?.code == .deadlineExceeded)
    }

    @Test func `work whose caller goes away is cancelled at once`() async throws {
        let (begun, bell) = AsyncStream<Void>.makeStream()
        let call = Task {
            try await run("3600000") {
                bell.yield()
                try await Task.sleep(for: .seconds(3600))
            }
        }
        for await _ in begun { break }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
    }
}
