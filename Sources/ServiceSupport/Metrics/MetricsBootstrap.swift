import CoreMetrics

/// The start of a process's metrics.
package enum MetricsBootstrap {
    /// The registry of the process; metrics go there once ``start()`` was called.
    private static let registry: PrometheusRegistry = {
        let registry = PrometheusRegistry()
        ProgramVersion.show(in: registry)
        MetricsSystem.bootstrap(registry)
        return registry
    }()

    /// Makes the process's metrics go to a registry, and returns it; the first call decides, later ones only return.
    package static func start() -> PrometheusRegistry { registry }
}
