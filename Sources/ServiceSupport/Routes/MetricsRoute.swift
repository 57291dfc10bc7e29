package import Hummingbird
import HTTPTypes
import NIOCore

/// `/metrics` on internal listeners: the process's metrics as Prometheus text.
package struct MetricsRoute: Sendable {
    private let registry: PrometheusRegistry
    private let refresh: [@Sendable () async -> Void]

    /// Creates the route.
    ///
    /// - Parameters:
    ///   - registry: The metrics to show.
    ///   - refresh: Called before each answer, to set gauges that nobody keeps up to date otherwise.
    package init(registry: PrometheusRegistry, refresh: [@Sendable () async -> Void] = []) {
        self.registry = registry
        self.refresh = refresh
    }

    /// Adds the route to a router.
    package func add<Context: ServiceContext>(to router: Router<Context>) {
        router.get("/metrics") { _, _ in
            for update in refresh { await update() }
            return Response(
                status: .ok,
                headers: [.contentType: PrometheusRegistry.mediaType, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: registry.exposition()))
            )
        }
    }
}
