import HTTPTypes
package import Hummingbird
import Logging
package import Metrics

/// Writes the access log and the request metrics of a listener, once what became of a request is known.
///
/// Both name the route's template and never the path, let alone the query: paths hold names, and queries signatures.
package struct ExchangeMiddleware<Context: ServiceContext>: RouterMiddleware {
    private let metrics: ExchangeMetrics

    /// Creates the middleware of a listener; the default factory is the one that the process was started with.
    package init(listener: String, factory: any MetricsFactory = MetricsSystem.factory) {
        metrics = ExchangeMetrics(listener: listener, factory: factory)
    }

    /// Asks the connection for a report and passes the request on.
    package func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let template = context.coreContext.endpointPath
        let record = ExchangeRecord(
            method: request.method.rawValue,
            route: { template.value },
            client: context.client.address,
            logger: context.logger,
            metrics: metrics
        )
        context.channel.triggerUserOutboundEvent(ExchangeObserver(report: record.finish), promise: nil)
        return try await next(request, context)
    }
}
