import Hummingbird
import Logging
import ServiceSupport

extension NodeRoutes {
    /// A listener of the node.
    typealias Listener = HTTPListener<RouterResponder<ServiceRequestContext>>

    /// Returns the public listener, which is not bound yet.
    func publicListener(logger: Logger) -> Listener {
        Listener(
            name: Self.publicListener,
            address: configuration.publicAddress,
            limits: HTTPLimits(),
            responder: publicRouter().buildResponder(),
            logger: logger
        )
    }

    /// Returns the internal listener, which is not bound yet.
    func internalListener(metrics: MetricsRoute, logger: Logger) -> Listener {
        Listener(
            name: Self.internalListener,
            address: configuration.internalAddress,
            limits: .internal,
            responder: internalRouter(metrics: metrics).buildResponder(),
            logger: logger
        )
    }
}
