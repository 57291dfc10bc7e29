import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ServiceSupport
import Synchronization

/// What one request has taken of the front's budgets; it is given back when the request and its answer are gone.
///
/// Every answer keeps its admission until it is written: ``keeping(_:)``.
package final class RequestAdmission: Sendable {
    private let budgets: RequestBudgets
    private let user: UserID
    private let shares = Mutex<[BudgetShare]>([])

    /// Makes the admission of a user's request, which has taken nothing.
    init(_ budgets: RequestBudgets, for user: UserID) {
        self.budgets = budgets
        self.user = user
    }

    /// Waits until one more report, or listing of members, may be made for the user.
    ///
    /// - Throws: `BudgetExhausted`; `CancellationError`.
    func admitReport() async throws {
        try await take(1, of: .reports)
    }

    /// Waits until there is room for the body of a request.
    ///
    /// A body whose length is not told may become as long as the limit.
    ///
    /// - Throws: `BudgetExhausted`; `CancellationError`.
    func admitBody(of request: Request, upTo limit: Int) async throws {
        let length = request.headers.combinedValue(of: .contentLength).flatMap { Int($0) }
        // RFC 9112 §6.3: a request with neither field has no body; a stream of HTTP/2 has the one or the other here.
        let assumed = request.headers[.transferEncoding] == nil ? 0 : limit
        let count = min(max(length ?? assumed, 0), limit)
        guard count > 0 else { return }
        try await take(count, of: .bodies)
    }

    /// Waits until there is room for an answer that holds so many octets until its reader has taken them.
    ///
    /// Call it before they are read, so that answers which wait hold nothing.
    ///
    /// - Throws: `BudgetExhausted`; `CancellationError`.
    package func admitAnswer(of octets: Int) async throws {
        guard octets > 0 else { return }
        try await take(octets, of: .answers)
    }

    /// Returns an answer that keeps what the request has taken until it is written, or given up.
    func keeping(_ answer: Response) -> Response {
        guard shares.withLock({ !$0.isEmpty }), answer.body.contentLength != 0 else { return answer }
        var answer = answer
        answer.body = ResponseBody(contentLength: answer.body.contentLength) { [body = answer.body] writer in
            try await body.write(writer)
            withExtendedLifetime(self) {}
        }
        return answer
    }

    private func take(_ count: Int, of kind: RequestBudgets.Kind) async throws {
        let share = try await budgets.take(count, of: kind, for: user)
        shares.withLock { $0.append(share) }
    }
}
