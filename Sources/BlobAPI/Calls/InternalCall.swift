/// What an internal call inherits from the request on whose behalf it is made.
///
/// A service binds ``current`` around its handler; the clients read it when they send. Child tasks inherit it.
package struct InternalCall: Sendable {
    /// The call context of the running task, if a request bound one.
    @TaskLocal package static var current: InternalCall?

    /// The identity of the request, sent as `Attache-Request-ID`.
    package let requestID: String

    /// The instant after which nobody waits for an answer any more, or nil for the client's own limit.
    package let deadline: ContinuousClock.Instant?

    /// Creates a call context.
    package init(requestID: String, deadline: ContinuousClock.Instant? = nil) {
        self.requestID = requestID
        self.deadline = deadline
    }
}
