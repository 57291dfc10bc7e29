import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ServiceSupport
import WebDAV

extension CurrentObject {
    /// Answers a request of which a condition does not hold.
    ///
    /// RFC 8144 §3.2: where the client prefers it, the answer has the current representation.
    ///
    /// - Parameters:
    ///   - error: The refusal.
    ///   - path: The object's path.
    ///   - request: The request.
    ///   - preferences: What the client would like to get back.
    ///   - dependencies: What the front works with.
    /// - Returns: 412 with the current representation.
    /// - Throws: The refusal, where there is no object, or its representation is not preferred, or has no room; `SQLError`.
    static func refusal(
        _ error: WebDAVError,
        at path: ObjectPath,
        for request: FrontRequest,
        preferring preferences: Preferences,
        _ dependencies: FrontDependencies
    ) async throws -> Response {
        guard preferences.wantsRepresentation,
            let current = try await preferred(at: path, for: request, dependencies)
        else { throw error }
        return ObjectRepresentation(of: current).preferredResponse(status: .preconditionFailed, at: path.resource)
    }

    /// Returns the object that an answer would show beside what it says, if there is room for it.
    ///
    /// RFC 7240 §2: a server may ignore a preference; the request was decided without it.
    ///
    /// - Parameters:
    ///   - path: The object's path.
    ///   - request: The request.
    ///   - dependencies: What the front works with.
    /// - Returns: The object; nil where there is none, or no room for it.
    /// - Throws: `WebDAVError` 404 or 403; `CancellationError`; `SQLError`.
    static func preferred(
        at path: ObjectPath,
        for request: FrontRequest,
        _ dependencies: FrontDependencies
    ) async throws -> CalendarObject? {
        do {
            return try await find(at: path, for: request.principal, dependencies)?.whole(request.admission)
        } catch is BudgetExhausted {
            return nil
        }
    }
}
