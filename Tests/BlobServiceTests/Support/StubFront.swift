import BlobAPI
import BlobClient
import BlobModel
import Synchronization

@testable import BlobService

/// A front whose answers the test chooses.
final class StubFront: AssignmentSource, GrantSource {
    private let answer = Mutex<Result<NodeAssignment, FrontClientError>>(.failure(.unavailable("It is away.")))
    private let decision = Mutex<Result<DownloadAuthorization, FrontClientError>>(.failure(.unavailable("Away.")))

    /// The questions about downloads, in order.
    let questions = Mutex<[DownloadAuthorizationRequest]>([])

    /// The request ID that the last question was asked under.
    let requestID = Mutex<String?>(nil)

    /// The number of times that the assignment was asked for.
    let assignmentCalls = Mutex(0)

    /// The answers to requests for leave to upload, in order; the last one again and again.
    let leaves = Mutex<[Result<FrontClient.Leave, FrontClientError>]>([.failure(.unavailable("It is away."))])

    /// The last words on uploads, in order; the last one again and again.
    let lastWords = Mutex<[Result<FrontClient.Relayed, FrontClientError>]>([.failure(.unavailable("It is away."))])

    /// The grants that were opened, in order.
    let openings = Mutex<[(ReferenceID, GrantQuestion)]>([])

    /// The uploads that were told to be durable, in order.
    let completions = Mutex<[GrantCompletion]>([])

    /// What is waited for before the last word on an upload is given.
    let delay = Mutex<(@Sendable () async -> Void)?>(nil)

    /// What is done before an upload that is given up is noted.
    let beforeFarewell = Mutex<(@Sendable () -> Void)?>(nil)

    /// The answers to words that an upload goes on, in order; the last one again and again.
    let encouragements = Mutex<[Result<Void, FrontClientError>]>([.success(())])

    /// The uploads that were told to go on, in order.
    let renewals = Mutex<[(ReferenceID, GrantRenewal)]>([])

    /// The answers to uploads that are given up, in order; the last one again and again.
    let farewells = Mutex<[Result<Void, FrontClientError>]>([.success(())])

    /// The uploads that were given up, in order.
    let abandonments = Mutex<[(ReferenceID, GrantAbandonment)]>([])

    private let (arrivals, bell) = AsyncStream<Void>.makeStream()
    private let (encouraged, renewalBell) = AsyncStream<Void>.makeStream()

    /// Chooses the answer to the question for the assignment.
    func answer(with result: Result<NodeAssignment, FrontClientError>) {
        answer.withLock { $0 = result }
    }

    /// Chooses the answer to questions about downloads.
    func decide(_ result: Result<DownloadAuthorization, FrontClientError>) {
        decision.withLock { $0 = result }
    }

    /// Returns the chosen assignment.
    func assignment() async throws -> NodeAssignment {
        assignmentCalls.withLock { $0 += 1 }
        return try answer.withLock { $0 }.get()
    }

    /// Notes the question and returns the chosen decision.
    func authorizeDownload(_ request: DownloadAuthorizationRequest) async throws -> DownloadAuthorization {
        questions.withLock { $0.append(request) }
        requestID.withLock { $0 = InternalCall.current?.requestID }
        return try decision.withLock { $0 }.get()
    }

    /// Notes the grant and returns the next chosen answer.
    func openGrant(_ reference: ReferenceID, _ question: GrantQuestion) async throws -> FrontClient.Leave {
        openings.withLock { $0.append((reference, question)) }
        return try Self.next(leaves).get()
    }

    /// Notes the completion and returns the next chosen answer.
    func completeGrant(_ reference: ReferenceID, _ completion: GrantCompletion) async throws -> FrontClient.Relayed {
        completions.withLock { $0.append(completion) }
        await delay.withLock { $0 }?()
        return try Self.next(lastWords).get()
    }

    /// Notes that an upload is given up, and returns the next chosen answer; does nothing for a task that is cancelled.
    func abandonGrant(_ reference: ReferenceID, _ abandonment: GrantAbandonment) async throws {
        try Task.checkCancellation()
        beforeFarewell.withLock { $0 }?()
        abandonments.withLock { $0.append((reference, abandonment)) }
        bell.yield()
        try Self.next(farewells).get()
    }

    /// Notes that an upload goes on, and returns the next chosen answer.
    func renewGrant(_ reference: ReferenceID, _ renewal: GrantRenewal) async throws {
        renewals.withLock { $0.append((reference, renewal)) }
        renewalBell.yield()
        try Self.next(encouragements).get()
    }

    /// Waits until uploads were told to go on so many times.
    func renewed(times count: Int) async {
        var left = count
        for await _ in encouraged {
            left -= 1
            if left <= 0 { return }
        }
    }

    /// Waits until an upload was given up.
    func abandonment() async {
        for await _ in arrivals { return }
    }

    private static func next<Value: Sendable>(_ script: borrowing Mutex<[Value]>) -> Value {
        script.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
    }
}
