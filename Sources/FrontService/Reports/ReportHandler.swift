import CalDAV
import HTTPTypes
import Hummingbird
import WebDAV

/// Answers REPORT (RFC 3253 §3.6) on every resource that has properties.
///
/// Only some reports of a user are made at a time, each until its answer is written; others wait.
struct ReportHandler: ResourceHandler {
    private let dependencies: FrontDependencies

    /// Makes the handler.
    init(dependencies: FrontDependencies) {
        self.dependencies = dependencies
    }

    /// Answers with what the report finds.
    func respond(to request: FrontRequest) async throws -> Response {
        // RFC 3253 §3.6: "If no Depth header is included, then the request MUST be treated as if a Depth header value
        // of "0" was included."
        let depth = try Depth(parsing: request.request.headers[.depth], default: .zero)
        try await request.admission.admitReport()
        let report = try ReportRequest(parsing: await XMLBody.octets(of: request), depth: depth)
        // RFC 3253 §3.6 (DAV:supported-report): "The specified report MUST be supported by the resource identified by
        // the request-URL."
        guard SupportedReports.names(on: request.resource.kind).contains(report.name) else {
            throw WebDAVError(.supportedReport, "The resource does not answer the report \(report.name.local).")
        }
        return try await response(to: report, ReportExchange(request, depth: depth, dependencies: dependencies))
    }

    private func response(to report: ReportRequest, _ exchange: ReportExchange) async throws -> Response {
        switch report {
        case .calendarQuery(let query): try await CalendarQueryReport(query, exchange).response()
        case .calendarMultiget(let multiget): try await MultigetReport(multiget, exchange).response()
        case .freeBusyQuery(let query): try await FreeBusyReport(query, exchange).response()
        case .syncCollection(let sync): try await SyncCollectionReport(sync, exchange).response()
        case .expandProperty(let expansion): try await ExpandPropertyReport(expansion, exchange).response()
        case .principalMatch(let match): try await PrincipalMatchReport(match, exchange).response()
        case .principalPropertySearch(let search): try await PrincipalSearchReport(search, exchange).response()
        case .principalSearchPropertySet: try await SearchableProperties.response(exchange)
        case .aclPrincipalPropSet(let set): try await ACLPrincipalsReport(set, exchange).response()
        }
    }
}
