import Synchronization

/// A service in which everything is as it should be, but for what a test changes.
final class ScriptedService: Sendable {
    /// What a test changes: the answer to a request, or nil where it stays as it is.
    typealias Change = @Sendable (ScriptedRequest) -> ScriptedAnswer?

    private let change: Change
    private let seen = Mutex<[ScriptedRequest]>([])

    /// Makes a service with a change.
    init(_ change: @escaping Change = { _ in nil }) {
        self.change = change
    }

    /// The requests so far.
    var requests: [ScriptedRequest] { seen.withLock(\.self) }

    /// Answers a request.
    func answer(to request: ScriptedRequest) -> ScriptedAnswer {
        seen.withLock { $0.append(request) }
        return change(request) ?? standard(request)
    }

    // MARK: As it should be

    private func standard(_ request: ScriptedRequest) -> ScriptedAnswer {
        if request.place == .node { return Self.node(request) }
        if request.target == "/.well-known/caldav" { return .redirect(301, to: "{front}/") }
        guard request.isAuthorized else { return Self.challenge }
        return request.method == "PROPFIND" ? Self.properties(request.target) : Self.front(request)
    }

    /// The answer to those without credentials.
    static let challenge = ScriptedAnswer(401, [("WWW-Authenticate", "Basic realm=\"x\", charset=\"UTF-8\"")])

    private static func properties(_ path: String) -> ScriptedAnswer {
        switch path {
        case "/":
            .multistatus(
                ("/", "<D:current-user-principal><D:href>/principals/alice/</D:href></D:current-user-principal>")
            )
        case "/principals/alice/":
            .multistatus(
                (path, "<C:calendar-home-set><D:href>/calendars/alice/</D:href></C:calendar-home-set>")
            )
        case "/calendars/alice/": home(server: "<D:href>{node}</D:href>")
        case "/calendars/alice/calendar/":
            .multistatus(
                (
                    path,
                    "<C:max-attachment-size>1000000</C:max-attachment-size>"
                        + "<C:max-attachments-per-resource>100</C:max-attachments-per-resource>"
                )
            )
        default: ScriptedAnswer(404)
        }
    }

    /// The home with what is within `managed-attachments-server-URL`; without the property for nil.
    static func home(server: String?) -> ScriptedAnswer {
        let property = server.map {
            "<C:managed-attachments-server-URL>\($0)</C:managed-attachments-server-URL>"
        }
        return .multistatus(
            ("/calendars/alice/", "<D:resourcetype><D:collection/></D:resourcetype>" + (property ?? "")),
            ("/calendars/alice/tasks/", calendar(of: "VTODO")),
            ("/calendars/alice/calendar/", calendar(of: "VEVENT"))
        )
    }

    private static func calendar(of component: String) -> String {
        "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype><C:supported-calendar-component-set>"
            + "<C:comp name=\"\(component)\"/></C:supported-calendar-component-set>"
    }

    private static func front(_ request: ScriptedRequest) -> ScriptedAnswer {
        switch request.method {
        case "OPTIONS":
            ScriptedAnswer(
                204,
                [("DAV", "1, 3, access-control, calendar-access"), ("DAV", "calendar-managed-attachments")]
            )
        case "REPORT": .multistatus(("/calendars/alice/calendar/e.ics", "<D:getetag>\"1\"</D:getetag>"))
        case "GET" where request.target.hasSuffix(".ics"): event(attach: attach)
        case "GET" where request.target.hasPrefix("/attachments/"): .redirect(307, to: "{node}/d/v1/blob?s=1")
        case "MKCALENDAR", "PUT": ScriptedAnswer(201)
        case "POST": ScriptedAnswer(201, [("Cal-Managed-ID", "a1")])
        case "DELETE": ScriptedAnswer(204)
        default: ScriptedAnswer(404)
        }
    }

    /// The ATTACH property of the event.
    static let attach =
        "ATTACH;MANAGED-ID=a1;FMTTYPE=text/plain;FILENAME=menu.txt;SIZE=5:{front}/attachments/a1/menu.txt"

    /// The event with one ATTACH.
    static func event(attach: String) -> ScriptedAnswer {
        let lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", attach, "END:VEVENT", "END:VCALENDAR", ""]
        return ScriptedAnswer(200, [("Content-Type", "text/calendar")], lines.joined(separator: "\r\n"))
    }

    private static func node(_ request: ScriptedRequest) -> ScriptedAnswer {
        let isSigned = request.target.hasPrefix("/d/v1/")
        guard isSigned || request.isAuthorized else { return challenge }
        return file(isPart: request.wantsPart)
    }

    /// The file, or its first octet.
    static func file(isPart: Bool) -> ScriptedAnswer {
        let fields = [("Content-Disposition", "attachment; filename=menu.txt"), ("X-Content-Type-Options", "nosniff")]
        return isPart
            ? ScriptedAnswer(206, fields + [("Content-Range", "bytes 0-0/5")], "h")
            : ScriptedAnswer(200, fields, "hello")
    }
}
