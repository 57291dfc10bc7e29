import HTTPTypes
package import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// `/healthz` and `/readyz`, which every listener answers without credentials.
///
/// `/healthz` says that the process runs. `/readyz` says that it can do its work: 503 when a check fails, or when the
/// process is shutting down. It stays 200 when only a part is missing, which the text names then: the rest has to be
/// served. Neither says why, as anyone may ask: reasons are logged.
package struct HealthRoutes: Sendable {
    private let checks: [HealthCheck]

    /// Creates the routes of a service with the checks that make it ready.
    package init(checks: [HealthCheck] = []) {
        self.checks = checks
    }

    /// Adds the routes to a router.
    package func add<Context: ServiceContext>(to router: Router<Context>) {
        router.get("/healthz") { _, _ in Self.answer(.ok, "ok") }
        router.get("/readyz") { _, context in await readiness(context.logger) }
    }

    private func readiness(_ logger: Logger) async -> Response {
        guard !Task.isShuttingDownGracefully else { return Self.answer(.serviceUnavailable, "shutting down") }
        var (failed, missing): ([String], [String]) = ([], [])
        for check in checks {
            switch await check.look() {
            case .ready: break
            case .degraded(let parts): missing += parts
            case .notReady(let reason):
                failed.append(check.name)
                logger.warning("not ready", metadata: ["check": "\(check.name)", "reason": "\(reason)"])
            }
        }
        guard failed.isEmpty else {
            return Self.answer(.serviceUnavailable, "not ready: " + failed.joined(separator: ", "))
        }
        return Self.answer(.ok, missing.isEmpty ? "ready" : "ready, without: " + missing.joined(separator: ", "))
    }

    private static func answer(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n"))
        )
    }
}
