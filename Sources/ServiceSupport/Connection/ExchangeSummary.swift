/// What became of one request: the facts of an access log line.
package struct ExchangeSummary: Hashable, Sendable {
    /// The status of the response, or nil when the connection ended before there was one.
    package let status: Int?

    /// The bytes of the request body that came.
    package let bytesReceived: UInt64

    /// The bytes of the response body that were sent.
    package let bytesSent: UInt64

    /// The time from the request's head to the end of the response.
    package let duration: Duration

    /// Whether the response was sent to its end.
    package let isComplete: Bool
}

/// The event by which a middleware asks to be told what becomes of a request.
struct ExchangeObserver: Sendable {
    /// Called once, on the event loop of the connection; must not block.
    let report: @Sendable (ExchangeSummary) -> Void
}
