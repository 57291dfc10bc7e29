import BlobAPI
import BlobClient
import BlobModel
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import BlobService

/// What a node says to the front while an upload takes its time.
@Suite struct GrantRenewalTests {
    private let granted: GrantedScene
    private let attempt = UploadAttemptID.random()
    private var front: StubFront { granted.scene.front }

    init() throws {
        granted = try GrantedScene()
    }

    private var calls: GrantCalls { calls(Logger(label: "test")) }

    private func calls(_ logger: Logger) -> GrantCalls {
        let keys = granted.scene.roots.derived(for: granted.scene.node)
        return GrantCalls(
            url: SignedUpload.mint(granted.permit, with: keys, now: NodeScene.now),
            node: granted.scene.access,
            unheard: UnheardOpenings(),
            logger: logger
        )
    }

    @Test func `the front hears again and again that an upload goes on, until it is done`() async throws {
        let value = try await calls.renewing(attempt, every: .milliseconds(1), isVoidAtEnd: true) { [front] in
            await front.renewed(times: 3)
            return 7
        }
        #expect(value == 7)
        let renewals = front.renewals.withLock { $0 }
        #expect(renewals.count >= 3)
        #expect(renewals.allSatisfy { $0.0 == granted.permit.reference && $0.1.attempt == attempt })
    }

    @Test(arguments: [
        FrontClientError.unavailable("It is away."), .refused(APIProblem(.unavailable)),
        .refused(APIProblem(.deadlineExceeded)),
    ])
    func `a front that is away is told again, and the upload goes on`(_ error: FrontClientError) async throws {
        front.encouragements.withLock { $0 = [.failure(error)] }
        let value = try await calls.renewing(attempt, every: .milliseconds(1), isVoidAtEnd: true) { [front] in
            await front.renewed(times: 3)
            return 7
        }
        #expect(value == 7)
    }

    @Test(arguments: [
        (ErrorCode.grantSpent, ErrorCode.grantSpent), (.grantUnknown, .grantUnknown), (.peerForbidden, .unavailable),
    ])
    func `a body of which nothing can come any more is broken off`(_ code: ErrorCode, _ told: ErrorCode) async throws {
        front.encouragements.withLock { $0 = [.success(()), .failure(.refused(APIProblem(code)))] }
        let error = await #expect(throws: APIProblem.self) {
            try await calls.renewing(attempt, every: .milliseconds(1), isVoidAtEnd: true) {
                while !Task.isCancelled { await Task.yield() }
            }
        }
        #expect(error?.code == told)
        #expect(front.renewals.withLock { $0.count } == 2)
    }

    @Test func `a front that is away is told of in the log, once until it is heard again`() async throws {
        let error = FrontClientError.unavailable("It is away.")
        let away = Result<Void, FrontClientError>.failure(error)
        front.encouragements.withLock { $0 = [away, away, .success(()), away, .success(())] }
        let log = RecordedLog()
        try await calls(log.logger).renewing(attempt, every: .milliseconds(1), isVoidAtEnd: true) { [front] in
            await front.renewed(times: 6)
        }
        let line = "warning upload goes on unheard by the front: \(error)"
        #expect(log.lines.withLock { $0 } == [line, line])
    }

    @Test(.timeLimit(.minutes(1)))
    func `a client is told amid its body that its grant has ended, and its connection is closed`() async throws {
        front.encouragements.withLock { $0 = [.success(()), .failure(.refused(APIProblem(.grantSpent)))] }
        let half = "POST \(granted.url) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nHel"
        let answer = try await granted.scene.listen(renewingEvery: .milliseconds(50)) { port in
            try await Self.answer(to: half, from: port)
        }
        #expect(answer.hasPrefix("HTTP/1.1 409 "), "\(answer)")
        #expect(answer.contains("grant-spent"), "\(answer)")
        #expect(granted.references.isEmpty)
        #expect(front.completions.withLock { $0.isEmpty })
    }

    /// Returns all that comes until the other side closes the connection.
    private static func answer(to request: String, from port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var text = ""
            for try await buffer in inbound { text += String(buffer: buffer) }
            return text
        }
    }

    @Test func `the last word is waited for, whatever is said of the grant meanwhile`() async throws {
        front.encouragements.withLock { $0 = [.failure(.refused(APIProblem(.grantSpent)))] }
        let value = try await calls.renewing(attempt, every: .milliseconds(1), isVoidAtEnd: false) { [front] in
            await front.renewed(times: 1)
            return 7
        }
        #expect(value == 7)
    }

    @Test func `what goes wrong with a body is told, and the front hears no more that it goes on`() async throws {
        await #expect(throws: BlobError.self) {
            try await calls.renewing(attempt, every: .seconds(3_600), isVoidAtEnd: true) {
                throw BlobError.bodyFailed("It broke off.")
            }
        }
        #expect(front.renewals.withLock { $0.isEmpty })
    }

    @Test func `the front hears that an upload goes on while its last word is waited for`() async throws {
        front.delay.withLock { $0 = { [front] in await front.renewed(times: 2) } }
        #expect(try await granted.send().status == .created)
        #expect(front.renewals.withLock { $0.first?.1.attempt } == front.openings.withLock { $0.first?.1.attempt })
    }
}
