import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import ServiceSupport

/// Health routes, without a socket.
struct HealthRoutesTests {
    private func answer(_ path: String, _ checks: [HealthCheck]) async throws -> (Int, String) {
        let router = Router(context: ServiceRequestContext.self)
        HealthRoutes(checks: checks).add(to: router)
        return try await Application(router: router).test(.router) { client in
            try await client.execute(uri: path, method: .get) { ($0.status.code, String(buffer: $0.body)) }
        }
    }

    @Test func `healthz says that the process runs, whatever the checks find`() async throws {
        let failing = HealthCheck("database") { .notReady("locked") }
        #expect(try await answer("/healthz", [failing]) == (200, "ok\n"))
    }

    @Test func `readyz answers 503 and names the checks that fail, not their reasons`() async throws {
        let checks = [HealthCheck("database") { .notReady("locked") }, HealthCheck("shards") { .ready }]
        #expect(try await answer("/readyz", checks) == (503, "not ready: database\n"))
        #expect(try await answer("/readyz", [checks[1]]) == (200, "ready\n"))
    }

    @Test func `readyz stays 200 when a part is missing, and names it`() async throws {
        let checks = [HealthCheck("database") { .ready }, HealthCheck("shards") { .degraded(["s-1", "s-3"]) }]
        #expect(try await answer("/readyz", checks) == (200, "ready, without: s-1, s-3\n"))
        let failing = HealthCheck("assignment") { .notReady("none") }
        #expect(try await answer("/readyz", checks + [failing]) == (503, "not ready: assignment\n"))
    }
}
