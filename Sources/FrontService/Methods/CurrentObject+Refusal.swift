import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import WebDAV

extension CurrentObject {
    /// Answers a request of which a condition does not hold.
    ///
    /// RFC 8144 §3.2: where the client prefers it, the answer has the current representation.
    ///
    /// - Parameters:
    ///   - error: The refusal.
    ///   - path: The object's path.
    ///   - principal: Who sent the request.
    ///   - preferences: What the client would like to get back.
    ///   - dependencies: What the front works with.
    /// - Returns: 412 with the current representation.
    /// - Throws: The refusal, where there is no object, or its representation is not preferred; `SQLError`.
    static func refusal(
        _ error: WebDAVError,
        at path: ObjectPath,
        for principal: Principal,
        preferring preferences: Preferences,
        _ dependencies: FrontDependencies
    ) async throws -> Response {
        guard preferences.wantsRepresentation, let current = try await read(at: path, for: principal, dependencies)
        else { throw error }
        return ObjectRepresentation(of: current).preferredResponse(status: .preconditionFailed, at: path.resource)
    }
}
