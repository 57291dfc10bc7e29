import Metrics
import Synchronization

/// The metrics of a listener's requests.
///
/// The handlers are kept by what tells their series apart, since to look them up again costs more than to count. Routes
/// and statuses are the service's own and few; a client invents methods at will, and those are one series together.
final class ExchangeMetrics: Sendable {
    /// The methods that have series of their own: those of RFC 9110 and of the WebDAV family.
    private static let knownMethods: Set = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "PROPPATCH", "REPORT", "MKCOL",
        "MKCALENDAR", "COPY", "MOVE", "LOCK", "UNLOCK", "ACL",
    ]

    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int?
    }

    /// The word for the listener.
    let listener: String

    private let factory: any MetricsFactory
    private let handlers = Mutex<[Key: ExchangeHandlers]>([:])

    /// Creates the metrics of a listener, without any series yet.
    init(listener: String, factory: any MetricsFactory) {
        self.listener = listener
        self.factory = factory
    }

    /// Counts a request that has ended; a method that no specification knows counts as `other`.
    func count(_ summary: ExchangeSummary, method: String, route: String) {
        let method = Self.knownMethods.contains(method) ? method : "other"
        handlers(Key(method: method, route: route, status: summary.status)).count(summary)
    }

    private func handlers(_ key: Key) -> ExchangeHandlers {
        handlers.withLock { handlers in
            if let known = handlers[key] { return known }
            let new = makeHandlers(key)
            handlers[key] = new
            return new
        }
    }

    private func makeHandlers(_ key: Key) -> ExchangeHandlers {
        let labels = [("listener", listener), ("method", key.method), ("route", key.route)]
        let status = [("status", key.status.map(String.init) ?? "none")]
        return ExchangeHandlers(
            requests: Counter(label: MetricName.requests, dimensions: labels + status, factory: factory),
            duration: Timer(label: MetricName.requestDuration, dimensions: labels, factory: factory),
            bytesReceived: Counter(label: MetricName.bytesReceived, dimensions: labels, factory: factory),
            bytesSent: Counter(label: MetricName.bytesSent, dimensions: labels, factory: factory)
        )
    }
}

/// The handlers of requests with one method, route and status.
private struct ExchangeHandlers: Sendable {
    let requests: Counter
    let duration: Timer
    let bytesReceived: Counter
    let bytesSent: Counter

    func count(_ summary: ExchangeSummary) {
        requests.increment()
        duration.recordNanoseconds(summary.duration.wholeNanoseconds)
        bytesReceived.increment(by: summary.bytesReceived)
        bytesSent.increment(by: summary.bytesSent)
    }
}

extension Duration {
    /// The span in nanoseconds, of which there are enough for 292 years.
    fileprivate var wholeNanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
