/// The names of the metrics that this target measures; names never change meaning.
package enum MetricName {
    /// Requests that have ended, by listener, method, route and status.
    package static let requests = "attache_http_requests_total"
    /// The time from the head of a request to the end of its response, by listener, method and route.
    package static let requestDuration = "attache_http_request_duration_seconds"
    /// The bytes of request bodies, by listener, method and route.
    package static let bytesReceived = "attache_http_received_bytes_total"
    /// The bytes of response bodies, by listener, method and route.
    package static let bytesSent = "attache_http_sent_bytes_total"
    /// Requests that a connection answered by itself, by listener and code.
    package static let refusals = "attache_http_refusals_total"

    /// The version of the program, as a label of a gauge that is 1.
    package static let buildInfo = "attache_build_info"

    /// The help texts of these metrics.
    static let help = [
        buildInfo: "The version of the program.",
        requests: "Requests that have ended.",
        requestDuration: "Time from the head of a request to the end of its response.",
        bytesReceived: "Bytes of request bodies.",
        bytesSent: "Bytes of response bodies.",
        refusals: "Requests refused before they reached a route, such as for their size.",
    ]
}
