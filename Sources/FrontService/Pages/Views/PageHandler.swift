import CalendarStore
import HTMLPages
import HTTPTypes
import Hummingbird
import SQLDatabase
import WebDAV

/// Answers GET and HEAD of the pages.
struct PageHandler: ResourceHandler {
    private let dependencies: FrontDependencies

    /// Makes the handler.
    init(dependencies: FrontDependencies) {
        self.dependencies = dependencies
    }

    /// Answers with a page, which counts as a report while it is made.
    func respond(to request: FrontRequest) async throws -> Response {
        guard case .page(let path) = request.resource else { throw WebDAVError.notFound }
        try await request.admission.admitReport()
        let response =
            switch path {
            case .home: try await show(request) { try $0.homePage() }
            case .calendar(let name): try await show(request) { try $0.calendarPage(named: name) }
            case .event(let event): try await show(request) { try $0.eventPage(event) }
            case .file(let event, let id, .remove): try await show(request) { try $0.removalPage(of: id, in: event) }
            // A reader who loads again what a form was sent to finds the event.
            case .files(let event), .file(let event, _, _): Response.seeOther(PagePath.event(event).link())
            case .asset: throw WebDAVError.notFound
            }
        return request.request.method == .head ? response.createHeadResponse() : response
    }

    private func show(
        _ request: FrontRequest,
        _ read: @escaping @Sendable (PageReading) throws -> some Page
    ) async throws -> Response {
        let page = try await dependencies.database.read { [dependencies] txn in
            try read(PageReading(dependencies: dependencies, request: request, txn: txn))
        }
        return .page(page, for: request.principal.displayName)
    }
}
