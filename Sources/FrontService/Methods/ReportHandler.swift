import CalDAV
import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import WebDAV

/// Answers REPORT on calendars and calendar object resources (RFC 4791 §7).
struct ReportHandler: ResourceHandler {
    private let dependencies: FrontDependencies

    /// Makes the handler.
    init(dependencies: FrontDependencies) {
        self.dependencies = dependencies
    }

    /// Returns the names of the reports that a resource answers (RFC 3253 §3.1.5).
    static func reports(of subject: PropertySubject) -> [XMLName] {
        switch subject.resource {
        case .calendar, .object: SupportedReport.allCases.map(\.name)
        case .directory, .principal, .home: []
        }
    }

    /// Answers 207 with what the report finds.
    func respond(to request: FrontRequest) async throws -> Response {
        // RFC 3253 §3.6: the body names the report; Depth does not matter to a multiget (RFC 4791 §7.9).
        switch try CalendarReport(parsing: await XMLBody.octets(of: request)) {
        case .multiget(let multiget):
            let preferences = Preferences(parsing: request.request.headers[values: .prefer])
            return try await MultigetReport(multiget, dependencies: dependencies)
                .response(to: request, preferences: preferences)
        }
    }
}
