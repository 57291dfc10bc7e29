import Testing

@testable import ServiceSupport

/// The metrics of requests.
struct ExchangeMetricsTests {
    private let registry = PrometheusRegistry()

    private func summary(status: Int?) -> ExchangeSummary {
        ExchangeSummary(status: status, bytesReceived: 2, bytesSent: 3, duration: .seconds(1), isComplete: true)
    }

    @Test func `requests are counted by their status, bytes and times by their route`() {
        let metrics = ExchangeMetrics(listener: "test", factory: registry)
        for status in [200, 200, 404, nil] { metrics.count(summary(status: status), method: "GET", route: "/a") }
        let text = registry.exposition()
        let labels = #"listener="test",method="GET",route="/a""#
        for (status, count) in [("200", 2), ("404", 1), ("none", 1)] {
            #expect(text.contains("attache_http_requests_total{\(labels),status=\"\(status)\"} \(count)\n"))
        }
        #expect(text.contains("attache_http_request_duration_seconds_sum{\(labels)} 4\n"))
        #expect(text.contains("attache_http_received_bytes_total{\(labels)} 8\n"))
        #expect(text.contains("attache_http_sent_bytes_total{\(labels)} 12\n"))
    }

    @Test func `methods that clients invent are one series together`() {
        let metrics = ExchangeMetrics(listener: "test", factory: registry)
        for method in ["PROPFIND", "M1", "M2", "get"] {
            metrics.count(summary(status: 405), method: method, route: "/a")
        }
        let text = registry.exposition()
        #expect(text.contains(#"total{listener="test",method="PROPFIND",route="/a",status="405"} 1"#))
        #expect(text.contains(#"total{listener="test",method="other",route="/a",status="405"} 3"#))
        #expect(!text.contains("M1"))
    }
}
