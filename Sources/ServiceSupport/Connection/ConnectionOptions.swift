import Logging
import Metrics

/// How a listener treats its connections.
package struct ConnectionOptions: Sendable {
    /// The limits that clients are held to.
    package var limits: HTTPLimits

    /// What is shown to clients that speak TLS, or nil for plain connections.
    package var tls: TLSIdentity?

    /// What may answer before the router, with who is taken for the client in the log.
    package var shortcut: (answering: any RequestShortcut, clients: ClientPolicy)?

    /// What tells which requests are answered on the event loop of their connection; nil when none is.
    package var brief: (any BriefRequests)?

    /// Creates options of plain connections without a shortcut.
    package init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
    }

    /// Returns what makes the shortcut's handler for each connection, or nil without a shortcut.
    func makeShortcutHandler(listener: String, logger: Logger) -> (@Sendable () -> ShortcutHandler)? {
        guard let (shortcut, clients) = shortcut else { return nil }
        let exchanges = ShortExchanges(
            metrics: ExchangeMetrics(listener: listener, factory: MetricsSystem.factory),
            clients: clients,
            logger: logger
        )
        return { ShortcutHandler(shortcut: shortcut, exchanges: exchanges) }
    }
}
