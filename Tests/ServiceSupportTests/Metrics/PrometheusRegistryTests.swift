import Metrics
import Testing

@testable import ServiceSupport

/// The metrics backend and its text.
struct PrometheusRegistryTests {
    @Test func `counters, gauges and histograms are written with help, type and samples`() {
        let registry = PrometheusRegistry()
        registry.describe("attache_things_total", help: "Things.")
        registry.describe("attache_wait_seconds", help: "Waits.", buckets: HistogramBuckets([0.1, 1]))
        Counter(label: "attache_things_total", dimensions: [("kind", "a")], factory: registry).increment(by: 2)
        Counter(label: "attache_things_total", dimensions: [("kind", "a")], factory: registry).increment()
        Meter(label: "attache_level", dimensions: [], factory: registry).set(1.5)
        let timer = Timer(label: "attache_wait_seconds", dimensions: [], factory: registry)
        for nanoseconds: Int64 in [50_000_000, 500_000_000, 2_000_000_000] { timer.recordNanoseconds(nanoseconds) }
        #expect(
            registry.exposition() == """
                # HELP attache_level A metric of Attaché.
                # TYPE attache_level gauge
                attache_level 1.5
                # HELP attache_things_total Things.
                # TYPE attache_things_total counter
                attache_things_total{kind="a"} 3
                # HELP attache_wait_seconds Waits.
                # TYPE attache_wait_seconds histogram
                attache_wait_seconds_bucket{le="0.1"} 1
                attache_wait_seconds_bucket{le="1"} 2
                attache_wait_seconds_bucket{le="+Inf"} 3
                attache_wait_seconds_sum 2.55
                attache_wait_seconds_count 3

                """
        )
    }

    @Test func `labels are escaped, and their order does not matter`() {
        let registry = PrometheusRegistry()
        Counter(label: "attache_a_total", dimensions: [("b", "x\"\\\n"), ("a.c", "1")], factory: registry).increment()
        Counter(label: "attache_a_total", dimensions: [("a.c", "1"), ("b", "x\"\\\n")], factory: registry).increment()
        #expect(registry.exposition().contains(#"attache_a_total{a_c="1",b="x\"\\\n"} 2"#))
    }

    @Test func `a carriage return before a line feed lets no line out of a label or a help text`() {
        let registry = PrometheusRegistry()
        registry.describe("attache_a_total", help: "x\r\ny")
        Counter(label: "attache_a_total", dimensions: [("b", "x\r\ny")], factory: registry).increment()
        #expect(registry.exposition().utf8.split(separator: UInt8(ascii: "\n")).count == 3)
    }

    @Test func `a name keeps its first kind`() {
        let registry = PrometheusRegistry()
        Counter(label: "attache_a", dimensions: [], factory: registry).increment()
        Meter(label: "attache_a", dimensions: [], factory: registry).set(7)
        #expect(registry.exposition().contains("# TYPE attache_a counter\nattache_a 1\n"))
        #expect(!registry.exposition().contains("gauge"))
    }

    @Test func `the version of the program is a label of a gauge that is 1`() {
        let registry = PrometheusRegistry()
        ProgramVersion.show(in: registry)
        #expect(registry.exposition().contains("attache_build_info{version=\"\(ProgramVersion.text)\"} 1\n"))
    }

    @Test func `names begin with attache_`() {
        let registry = PrometheusRegistry()
        Counter(label: "http.things", dimensions: [], factory: registry).increment()
        #expect(registry.exposition().contains("attache_http_things 1\n"))
    }

    @Test(arguments: [
        ("route", "route"), ("A_z09", "A_z09"), ("a.c", "a_c"), ("a-b c", "a_b_c"), ("é1", "__1"), ("", ""),
    ])
    func `label names have ASCII letters, digits and underscores alone`(label: String, name: String) {
        #expect(MetricSyntax.labelName(label) == name)
    }

    @Test(arguments: [(0.0, "0"), (1e6, "1000000"), (0.25, "0.25"), (.infinity, "+Inf"), (.nan, "NaN")])
    func `numbers are written as Prometheus reads them`(number: Double, text: String) {
        #expect(MetricSyntax.number(number) == text)
    }

    @Test func `counters take no negative step`() {
        let series = CounterSeries()
        series.increment(by: Int64(-1))
        var text = ""
        series.write(name: "a", labels: MetricLabels([]), to: &text)
        #expect(text == "a 0\n")
    }
}
