import Logging
import Metrics
import NIOHTTP1

/// Tells of the requests that a listener's shortcut answers, as ``ExchangeMiddleware`` tells of the others.
struct ShortExchanges: Sendable {
    /// The metrics of the listener.
    let metrics: ExchangeMetrics

    /// Who is taken for the client.
    let clients: ClientPolicy

    /// The listener's logger.
    let logger: Logger

    /// Gives a request its identity.
    ///
    /// - Parameters:
    ///   - head: The head of the request.
    ///   - remote: The far end of the connection.
    ///   - route: The template of the route.
    /// - Returns: The identity, and the event by which the connection reports the outcome.
    func begin(
        _ head: HTTPRequestHead,
        from remote: ClientEndpoint,
        route: String
    ) -> (requestID: String, observer: ExchangeObserver) {
        let requestID = RequestIdentity.random()
        var logger = logger
        // A logger's metadata are copied; that is spared where no line will be written.
        if logger.logLevel <= .info { logger[metadataKey: "request-id"] = "\(requestID)" }
        let record = ExchangeRecord(
            method: head.method.rawValue,
            route: { route },
            client: clients.client(remote) { head.headers[canonicalForm: $0].map(String.init) }.address,
            logger: logger,
            metrics: metrics
        )
        return (requestID, ExchangeObserver(report: record.finish))
    }
}
