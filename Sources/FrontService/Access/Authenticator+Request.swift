import CalendarStore
import FoundationEssentials
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ServiceSupport

extension Authenticator {
    /// Returns the principal whom a request proves, or whom the proxy names that sent it.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - context: Its context, which knows the far end of the connection, and the client.
    ///   - proxy: Whose word is taken about the user, or nil for nobody's.
    ///   - now: The instant of the request.
    /// - Returns: The principal.
    /// - Throws: ``AuthenticationError``, or the database's error.
    func authenticate(
        _ request: Request,
        _ context: ServiceRequestContext,
        trusting proxy: ProxyIdentity?,
        now: Date
    ) async throws -> Principal {
        if let proxy, let user = try proxy.user(in: request.headers, from: context.remoteAddress) {
            return try await principal(named: user)
        }
        let credentials = request.headers.combinedValue(of: .authorization)
        return try await authenticate(credentials, from: context.client.address, now: now)
    }
}
