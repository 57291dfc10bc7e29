import Logging

/// What is known of a request when it begins, waiting for its outcome.
struct ExchangeRecord: Sendable {
    /// The method of the request.
    let method: String

    /// Returns the route's template, once the router has found it.
    let route: @Sendable () -> String?

    /// The address of the client.
    let client: String

    /// The request's logger.
    let logger: Logger

    /// The metrics of the listener.
    let metrics: ExchangeMetrics

    /// Writes the log line and the metrics of the outcome.
    @Sendable
    func finish(_ summary: ExchangeSummary) {
        let route = route() ?? "unmatched"
        metrics.count(summary, method: method, route: route)
        logger.info(
            "request",
            metadata: [
                "listener": "\(metrics.listener)",
                "method": "\(method)",
                "route": "\(route)",
                "status": "\(summary.status.map(String.init) ?? "none")",
                "bytes-received": "\(summary.bytesReceived)",
                "bytes-sent": "\(summary.bytesSent)",
                "milliseconds": "\(Int64((summary.duration / .milliseconds(1)).rounded()))",
                "complete": "\(summary.isComplete)",
                "client": "\(client)",
            ]
        )
    }
}
