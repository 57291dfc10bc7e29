package import WebDAV

/// The body of a REPORT on a calendar (RFC 4791 §7).
package enum CalendarReport: Hashable, Sendable {
    /// A multiget of named calendar object resources.
    case multiget(CalendarMultigetRequest)

    /// Parses a body.
    ///
    /// - Throws: `WebDAVError` as `WebDAVError.init(_:)` says for a body that is refused, and `DAV:supported-report` for a
    ///   report that is not supported.
    package init(parsing body: [UInt8], limits: XMLLimits = .standard) throws(WebDAVError) {
        do throws(XMLError) {
            let root = try XMLDocument.parse(body, limits: limits)
            guard let report = SupportedReport.allCases.first(where: { $0.name == root.name }) else {
                throw .unexpectedRoot(root.name, expected: SupportedReport.allCases.map(\.name))
            }
            switch report {
            case .calendarMultiget: self = .multiget(try CalendarMultigetRequest(root))
            }
        } catch {
            throw Self.refusal(of: error)
        }
    }

    private static func refusal(of error: XMLError) -> WebDAVError {
        // RFC 3253 §3.6: "(DAV:supported-report): The specified report MUST be supported by the resource".
        guard case .unexpectedRoot = error else { return WebDAVError(error) }
        return WebDAVError(.supportedReport, error.description)
    }
}
