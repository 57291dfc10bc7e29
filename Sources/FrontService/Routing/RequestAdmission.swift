import CalendarStore
import HTTPTypes
import Hummingbird
import ServiceSupport
import Synchronization

/// What one request has taken of the front's budgets; it is given back when the request and its answer are gone.
///
/// An answer that is still being written holds on to its request, as a report does: so its part is kept until the end.
package final class RequestAdmission: Sendable {
    private let budgets: RequestBudgets
    private let user: UserID
    private let shares = Mutex<[BudgetShare]>([])

    /// Makes the admission of a user's request, which has taken nothing.
    init(_ budgets: RequestBudgets, for user: UserID) {
        self.budgets = budgets
        self.user = user
    }

    /// Waits until one more report may be made for the user.
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
        let length = request.headers[.contentLength].flatMap { Int($0) }
        // RFC 9112 §6.3: a request with neither field has no body; a stream of HTTP/2 has the one or the other here.
        let assumed = request.headers[.transferEncoding] == nil ? 0 : limit
        let count = min(max(length ?? assumed, 0), limit)
        guard count > 0 else { return }
        try await take(count, of: .bodies)
    }

    private func take(_ count: Int, of kind: RequestBudgets.Kind) async throws {
        let share = try await budgets.take(count, of: kind, for: user)
        shares.withLock { $0.append(share) }
    }
}
