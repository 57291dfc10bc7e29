import Hummingbird
import Logging
import Metrics

/// What is known of a request when it begins, waiting for its outcome.
struct ExchangeRecord: Sendable {
    /// The word for the listener.
    let listener: String

    /// The method of the request.
    let method: String

    /// The route's template, once the router has found it.
    let template: EndpointPath

    /// The address of the client.
    let client: String

    /// The request's logger.
    let logger: Logger

    /// Where the metrics go.
    let factory: any MetricsFactory

    /// Writes the log line and the metrics of the outcome.
    @Sendable
    func finish(_ summary: ExchangeSummary) {
        let route = template.value ?? "unmatched"
        measure(summary, route)
        logger.info(
            "request",
            metadata: [
                "listener": "\(listener)",
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

    private func measure(_ summary: ExchangeSummary, _ route: String) {
        let labels = [("listener", listener), ("method", method), ("route", route)]
        let status = [("status", summary.status.map(String.init) ?? "none")]
        Counter(label: MetricName.requests, dimensions: labels + status, factory: factory).increment()
        Timer(label: MetricName.requestDuration, dimensions: labels, factory: factory)
            .recordNanoseconds(summary.duration.wholeNanoseconds)
        Counter(label: MetricName.bytesReceived, dimensions: labels, factory: factory)
            .increment(by: summary.bytesReceived)
        Counter(label: MetricName.bytesSent, dimensions: labels, factory: factory).increment(by: summary.bytesSent)
    }
}

extension Duration {
    /// The span in nanoseconds, of which there are enough for 292 years.
    fileprivate var wholeNanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
