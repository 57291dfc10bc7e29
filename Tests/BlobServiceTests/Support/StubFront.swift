import BlobAPI
import BlobClient
import Synchronization

@testable import BlobService

/// A front whose answers the test chooses.
final class StubFront: AssignmentSource {
    private let answer = Mutex<Result<NodeAssignment, FrontClientError>>(.failure(.unavailable("It is away.")))
    private let decision = Mutex<Result<DownloadAuthorization, FrontClientError>>(.failure(.unavailable("Away.")))

    /// The questions about downloads, in order.
    let questions = Mutex<[DownloadAuthorizationRequest]>([])

    /// The request ID that the last question was asked under.
    let requestID = Mutex<String?>(nil)

    /// The number of times that the assignment was asked for.
    let assignmentCalls = Mutex(0)

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
}
