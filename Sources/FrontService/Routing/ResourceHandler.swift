package import HTTPTypes
package import Hummingbird

/// Answers requests of one method, for the kinds of resource that it is registered for.
package protocol ResourceHandler: Sendable {
    /// Answers a request.
    ///
    /// - Throws: `WebDAVError`, from which the error middleware makes the answer; any other error becomes a 500 or 503.
    func respond(to request: FrontRequest) async throws -> Response

    /// Returns whether a request is brief, so that it may be answered on the event loop of its connection.
    ///
    /// By default none is.
    func isBrief(_ head: HTTPRequest) -> Bool
}

extension ResourceHandler {
    /// No request is brief whose handler does not say so.
    package func isBrief(_ head: HTTPRequest) -> Bool { false }
}
