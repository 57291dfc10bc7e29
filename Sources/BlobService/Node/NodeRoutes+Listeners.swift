import BlobAPI
import Hummingbird
import InternalServing
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
            connections: publicConnections,
            responder: publicRouter().buildResponder(),
            logger: logger
        )
    }

    private var publicConnections: ConnectionOptions {
        var options = ConnectionOptions()
        options.tls = configuration.tls
        options.shortcut = (SignedDownloadShortcut(node: node, sendsFiles: sendsFiles), clients)
        return options
    }

    /// Returns the internal listener, which is not bound yet.
    func internalListener(metrics: MetricsRoute, logger: Logger) -> Listener {
        Listener(
            name: Self.internalListener,
            address: configuration.internalAddress,
            connections: internalConnections,
            responder: internalRouter(metrics: metrics).buildResponder(),
            logger: logger
        )
    }

    /// Small bodies are stored, and single references and blobs told of, on the event loop; bytes are read elsewhere.
    private var internalConnections: ConnectionOptions {
        var options = ConnectionOptions(limits: .internal)
        options.brief = BriefOperations([
            .putReference, .readReference, .releaseReference, .describeBlob, .liveness, .readiness,
        ])
        return options
    }
}
