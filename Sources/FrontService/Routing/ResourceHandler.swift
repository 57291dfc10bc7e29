package import Hummingbird

/// Answers requests of one method, for the kinds of resource that it is registered for.
package protocol ResourceHandler: Sendable {
    /// Answers a request.
    ///
    /// - Throws: `WebDAVError`, from which the error middleware makes the answer; any other error becomes a 500 or 503.
    func respond(to request: FrontRequest) async throws -> Response
}
