package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// One address at which a service answers HTTP/1.1, and over TLS HTTP/2, with the rules of ``HTTPLimits`` applied to every
/// connection.
///
/// It runs until the group that it belongs to shuts down gracefully: then it takes no more connections, closes those
/// that are idle, and lets the requests that have begun come to their end.
package struct HTTPListener<Responder: HTTPResponder>: Service
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
    /// What the listener is for, such as `public`; a word for logs and metrics.
    package let name: String

    /// The address that it binds.
    package let address: ListenAddress

    /// The Hummingbird application, which tests can drive without a socket.
    package let application: Application<Responder>

    private let readiness: ListenerReadiness

    /// Creates a listener; nothing is bound before ``run()``.
    ///
    /// - Parameters:
    ///   - name: What the listener is for.
    ///   - address: The address to bind.
    ///   - options: How connections are treated.
    ///   - responder: What answers the requests, usually a router's responder.
    ///   - logger: The logger from which each request's own is made.
    package init(
        name: String,
        address: ListenAddress,
        connections options: ConnectionOptions,
        responder: Responder,
        logger: Logger
    ) {
        self.name = name
        self.address = address
        let readiness = ListenerReadiness()
        self.readiness = readiness
        let onRefusal = RefusalReport(listener: name, logger: logger).callAsFunction
        let makeShortcut = options.makeShortcutHandler(listener: name, logger: logger)
        application = Application(
            responder: responder,
            server: HTTPServerBuilder { responder in
                let plain = GuardedHTTPChannel(
                    responder: responder,
                    options: options,
                    onRefusal: onRefusal,
                    makeShortcut: makeShortcut
                )
                guard let tls = options.tls else { return plain }
                let streams = HTTP2StreamChannel(plain: plain)
                return SecureHTTPChannel(
                    tls: tls,
                    http1: plain,
                    http2: HTTP2ConnectionChannel(limits: options.limits, streams: streams),
                    limits: options.limits
                )
            },
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: .maximum(options.limits.connections, logger: logger)
            ),
            onServerRunning: { channel in readiness.settle(.success(channel.localAddress?.port ?? address.port)) },
            logger: logger
        )
    }

    /// Returns the port once it is bound, which tells more than the address when that leaves the choice to the system.
    ///
    /// - Throws: What kept the listener from being bound.
    package func boundPort() async throws -> Int {
        try await readiness.port()
    }

    /// Answers requests until the graceful shutdown of the group, or until the task is cancelled.
    ///
    /// - Throws: ``ListenerError`` when the address cannot be bound.
    package func run() async throws {
        do {
            try await application.run()
            readiness.settle(.failure(ListenerError.stopped(listener: name)))
        } catch {
            let reason = listenerError(error)
            readiness.settle(.failure(reason))
            throw reason
        }
    }

    private func listenerError(_ error: any Error) -> any Error {
        guard let error = error as? IOError else { return error }
        return switch error.errnoCode {
        case SystemErrorCode.addressInUse: ListenerError.addressInUse(listener: name, address: address)
        case SystemErrorCode.addressNotAvailable: ListenerError.addressNotAvailable(listener: name, address: address)
        case SystemErrorCode.permissionDenied: ListenerError.permissionDenied(listener: name, address: address)
        default: error
        }
    }
}
