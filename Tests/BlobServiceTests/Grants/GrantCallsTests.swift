import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import FoundationEssentials
import Hummingbird
import HummingbirdTesting
import Logging
import ServiceSupport
import Synchronization
import Testing

@testable import BlobService

/// What a node says to the front of uploads that do not go as they should.
@Suite struct GrantCallsTests {
    private static let other = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"

    private let granted: GrantedScene
    private var front: StubFront { granted.scene.front }

    /// The attempts that asked for leave, in order.
    private var attempts: [UploadAttemptID] { front.openings.withLock { $0.map(\.1.attempt) } }

    /// The attempts of whose uploads nothing came, in order.
    private var abandoned: [UploadAttemptID] { front.abandonments.withLock { $0.map(\.1.attempt) } }

    init() throws {
        granted = try GrantedScene()
    }

    // MARK: Uploads of which nothing comes

    @Test func `a body with another digest is told to the front before its client is answered`() async throws {
        granted.allow(.success(.given(GrantOpening(size: 5, contentDigest: Self.other))))
        #expect(try await granted.send().refusal == .malformed)
        #expect(abandoned.count == 1 && abandoned == attempts)
        #expect(front.abandonments.withLock { $0.first?.0 } == granted.permit.reference)
        #expect(front.completions.withLock { $0.isEmpty })
    }

    @Test func `a body that the disk has no room for is told to the front`() async throws {
        granted.scene.storage.uploads.room = 4
        #expect(try await granted.send().status.code == 507)
        #expect(abandoned.count == 1 && abandoned == attempts)
    }

    @Test func `a front that is away is told twice, and the client has its answer all the same`() async throws {
        granted.allow(.success(.given(GrantOpening(size: 5, contentDigest: Self.other))))
        front.farewells.withLock { $0 = [.failure(.unavailable("It is away."))] }
        #expect(try await granted.send().refusal == .malformed)
        #expect(abandoned.count == 2 && Set(abandoned) == Set(attempts))
    }

    @Test func `a front that knows the grant no more is told once`() async throws {
        granted.allow(.success(.given(GrantOpening(size: 5, contentDigest: Self.other))))
        front.farewells.withLock { $0 = [.failure(.refused(APIProblem(.grantUnknown)))] }
        #expect(try await granted.send().refusal == .malformed)
        #expect(abandoned.count == 1)
    }

    @Test func `the front is told also when the client is gone, and its request cancelled`() async throws {
        let (url, node, attempt) = (
            try granted.signed(at: NodeScene.now), granted.scene.access, UploadAttemptID.random()
        )
        let calls = GrantCalls(url: url, node: node, unheard: UnheardOpenings(), logger: Logger(label: "test"))
        let request = Task {
            while !Task.isCancelled { await Task.yield() }
            await calls.abandon(attempt, GrantPatience())
        }
        request.cancel()
        await request.value
        #expect(abandoned == [attempt])
    }

    @Test func `a client that goes before the front's last word gives its grant up`() async throws {
        let (completing, completion) = AsyncStream<Void>.makeStream()
        front.lastWords.withLock { $0 = [.failure(.unavailable("Nobody waits for it."))] }
        front.delay.withLock {
            $0 = {
                completion.yield()
                try? await Task.sleep(for: .seconds(20))
            }
        }
        let request = Task { [granted] in try await granted.send().status }
        for await _ in completing { break }
        request.cancel()
        _ = await request.result
        #expect(abandoned.count == 1 && abandoned == attempts)
    }

    @Test func `the turn is over before the front is told`() async throws {
        granted.allow(.success(.given(GrantOpening(size: 5, contentDigest: Self.other))))
        let turns = SharedBudget<DedupDomain>(UploadGrantRoute.turnLimits)
        let note = Note()
        front.beforeFarewell.withLock { $0 = { note.write(turns.taken) } }
        #expect(try await granted.send(by: turns).status == .badRequest)
        #expect(note.number == 0)
    }

    // MARK: Openings of which nothing is heard

    @Test(arguments: [
        FrontClientError.unavailable("It is away."), .refused(APIProblem(.unavailable)),
        .refused(APIProblem(.deadlineExceeded)), .refused(APIProblem(.internal)),
    ])
    func `the next request by the same URL goes on with the attempt of which nothing was heard`(
        _ error: FrontClientError
    ) async throws {
        granted.allow(.failure(error), .failure(error), .success(.given(GrantOpening(size: 5))))
        let responses = try await granted.send(times: 3)
        #expect(responses.map(\.status.code) == [503, 503, 201])
        #expect(responses.first?.headers[.retryAfter] == "1")
        #expect(attempts.count == 3 && Set(attempts).count == 1)
        #expect(granted.references == [granted.permit.reference])
    }

    @Test func `an attempt that was given leave never asks again, whatever comes of it`() async throws {
        granted.allow(.success(.given(GrantOpening(size: 5, contentDigest: Self.other))))
        #expect(try await granted.send(times: 2).map(\.status.code) == [400, 400])
        #expect(Set(attempts).count == 2)
    }

    @Test func `an attempt whose grant is spent never asks again`() async throws {
        granted.allow(.failure(.refused(APIProblem(.grantSpent))))
        #expect(try await granted.send(times: 2).map(\.status.code) == [409, 409])
        #expect(Set(attempts).count == 2)
    }

    @Test func `an attempt belongs to one request at a time`() throws {
        let (openings, url) = (UnheardOpenings(), try granted.signed(at: NodeScene.now))
        let attempt = openings.take(for: url)
        #expect(openings.take(for: url) != attempt)
        openings.put(attempt, for: url, now: NodeScene.now)
        #expect(openings.take(for: url) == attempt)
        #expect(openings.take(for: url) != attempt)
    }

    @Test func `attempts by URLs that are not good any more are forgotten`() throws {
        let (openings, first) = (UnheardOpenings(), try granted.signed(at: NodeScene.now))
        openings.put(.random(), for: first, now: NodeScene.now)
        // Ten minutes, and the minute by which clocks may differ.
        let end = NodeScene.now.addingTimeInterval(660)
        openings.put(.random(), for: try GrantedScene().signed(at: end), now: end)
        #expect(openings.count == 2)
        openings.put(.random(), for: try GrantedScene().signed(at: end), now: end.addingTimeInterval(1))
        #expect(openings.count == 2)
        #expect(openings.take(for: first) != openings.take(for: first))
    }
}

/// A number that one task writes down for another one.
private final class Note: Sendable {
    private let written = Mutex<Int?>(nil)

    var number: Int? { written.withLock { $0 } }

    func write(_ number: Int) { written.withLock { $0 = number } }
}

extension GrantedScene {
    /// Returns a URL that was signed at an instant.
    fileprivate func signed(at now: Date) throws -> SignedUpload {
        SignedUpload.mint(permit, with: scene.roots.derived(for: scene.node), now: now)
    }
}
