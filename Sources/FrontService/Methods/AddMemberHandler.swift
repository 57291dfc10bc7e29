import CalendarStore
import HTTPSemantics
import HTTPTypes
import Hummingbird
import ServiceSupport
import WebDAV

/// Answers POST on calendars: adds a calendar object resource at a URL that the server chooses (RFC 5995).
struct AddMemberHandler: ResourceHandler {
    private let put: PutHandler
    private let configuration: FrontConfiguration

    /// Makes the handler.
    ///
    /// - Parameters:
    ///   - put: Stores the member: all rules of PUT hold.
    ///   - configuration: What the operator decided.
    init(put: PutHandler, configuration: FrontConfiguration) {
        self.put = put
        self.configuration = configuration
    }

    /// Answers 201 with the URL of the new member.
    ///
    /// - Throws: What a PUT throws; `WebDAVError` 403 for an action of RFC 8607.
    func respond(to request: FrontRequest) async throws -> Response {
        guard case .calendar(let owner, let calendar) = request.resource else { throw WebDAVError.notFound }
        try Self.refuseActions(of: request)
        let path = ObjectPath(owner: owner, calendar: calendar, name: "\(ObjectID.random()).ics")
        do {
            var response = try await put.store(request, at: path)
            // RFC 9110 §15.3.2: the new resource is identified by Location.
            response.headers[.location] = configuration.publicURL.appending(path.resource.href)
            return response
        } catch let error as WebDAVError where error == .parentMissing {
            // What a PUT has to call a missing parent is the resource of this request.
            throw WebDAVError.notFound
        }
    }

    /// RFC 8607 §3.4: "The client issues a POST request targeted at the calendar object resource"; here a file of calendar
    /// data would become an event.
    private static func refuseActions(of request: FrontRequest) throws(WebDAVError) {
        let items = PercentEncoding.parseQuery(request.request.uri.query ?? "") ?? []
        guard items.contains(where: { $0.name == "action" }) else { return }
        throw WebDAVError(.forbidden, "Files are added at the URL of an event or a task, not at that of a calendar.")
    }
}
