import Hummingbird
import WebDAV

/// Answers one expand-property report (RFC 3253 §3.8).
struct ExpandPropertyReport: Sendable {
    private let request: ExpandPropertyRequest
    private let exchange: ReportExchange

    /// Makes the answer of one report.
    init(_ request: ExpandPropertyRequest, _ exchange: ReportExchange) {
        self.request = request
        self.exchange = exchange
    }

    /// Answers 207 with the properties of the resource, in which hrefs are replaced by what they name.
    ///
    /// - Throws: `WebDAVError` 400 for another Depth than 0, 403, 404, or with DAV:number-of-matches-within-limits;
    ///   `SQLError`.
    func response() async throws -> Response {
        try exchange.depth.requireZero(for: ReportElement.expandProperty)
        let (exchange, properties) = (exchange, request.properties)
        let response = try await exchange.read { reader in
            var expansion = PropertyExpansion(exchange, reader)
            return try expansion.response(for: exchange.request.resource, properties)
        }
        return exchange.multistatus(of: [response])
    }
}
