import ClientDoctor

// The faults on the way from an event to its file.

extension FindingTests {
    private static func attach(_ line: String) -> ScriptedService.Change {
        { $0.matches("GET", "/calendars/alice/calendar/e.ics") ? ScriptedService.event(attach: line) : nil }
    }

    private static func download(_ answer: ScriptedAnswer, authorized: Bool = true) -> ScriptedService.Change {
        { request in
            let isFile = request.place == .front && request.target.hasPrefix("/attachments/")
            return isFile && request.isAuthorized == authorized ? answer : nil
        }
    }

    private static func signed(_ answer: ScriptedAnswer) -> ScriptedService.Change {
        { $0.target.hasPrefix("/d/v1/") ? answer : nil }
    }

    /// Faults on the way from an event to its file.
    static let files = [
        Fault(
            name: "a relative ATTACH",
            step: .attach,
            severity: .failure,
            sentence: "no absolute URL",
            change: attach("ATTACH;MANAGED-ID=a1:/attachments/a1/menu.txt")
        ),
        Fault(
            name: "an http ATTACH for Apple Calendar",
            step: .attach,
            severity: .failure,
            sentence: "Apple Calendar will show the file, and not open it",
            clients: [.appleCalendar],
            change: attach("ATTACH;MANAGED-ID=a1:http://cal.example.com/attachments/a1/menu.txt")
        ),
        Fault(
            name: "an ATTACH of another host",
            step: .attach,
            severity: .warning,
            sentence: "points to https://cal.example.com",
            clients: .goingByAttach,
            change: attach("ATTACH;MANAGED-ID=a1:https://cal.example.com/attachments/a1/menu.txt")
        ),
        Fault(
            name: "an ATTACH with a query",
            step: .attach,
            severity: .warning,
            sentence: "ATTACH has a query",
            change: attach("ATTACH;MANAGED-ID=a1:{front}/attachments/a1/menu.txt?token=1")
        ),
        Fault(
            name: "an ATTACH without FILENAME",
            step: .attach,
            severity: .warning,
            sentence: "lacks FILENAME and SIZE",
            change: attach("ATTACH;MANAGED-ID=a1;FMTTYPE=text/plain:{front}/attachments/a1/menu.txt")
        ),
        Fault(
            name: "a file for everybody",
            step: .download,
            severity: .failure,
            sentence: "without a password (200)",
            clients: .goingByAttach,
            change: download(ScriptedService.file(isPart: false), authorized: false)
        ),
        Fault(
            name: "a node that is away",
            step: .download,
            severity: .failure,
            sentence: "answers 503 (\"Away\").",
            clients: .goingByAttach,
            change: download(.refusal(503, "Away."))
        ),
        Fault(
            name: "a file that was withdrawn",
            step: .download,
            severity: .failure,
            sentence: "answers 410",
            clients: .goingByAttach,
            change: download(ScriptedAnswer(410))
        ),
        Fault(
            name: "a redirect to a path",
            step: .download,
            severity: .failure,
            sentence: "leads to /d/v1/blob",
            clients: .goingByAttach,
            change: download(.redirect(307, to: "/d/v1/blob"))
        ),
        Fault(
            name: "a redirect",
            step: .download,
            severity: .note,
            sentence: "gets no file",
            clients: [.plain],
            change: { _ in nil }
        ),
        Fault(
            name: "a signature that is refused",
            step: .download,
            severity: .failure,
            sentence: "answers 403",
            clients: .followingRedirects,
            change: signed(ScriptedAnswer(403))
        ),
        Fault(
            name: "a file that a browser runs",
            step: .download,
            severity: .warning,
            sentence: "a browser may run",
            clients: .followingRedirects,
            change: signed(ScriptedAnswer(200, [("Content-Disposition", "inline")], "hello"))
        ),
        Fault(
            name: "a file of another size",
            step: .download,
            severity: .failure,
            sentence: "promises 5 octets, and 3 come",
            clients: .followingRedirects,
            change: signed(ScriptedAnswer(200, [], "hel"))
        ),
        Fault(
            name: "no ranges",
            step: .range,
            severity: .warning,
            sentence: "cannot be fetched (200)",
            clients: .followingRedirects,
            change: signed(ScriptedService.file(isPart: false))
        ),
    ]

    private static func home(_ server: String?) -> ScriptedService.Change {
        { $0.matches("PROPFIND", "/calendars/alice/") ? ScriptedService.home(server: server) : nil }
    }

    private static func substitute(_ answer: ScriptedAnswer, authorized: Bool = true) -> ScriptedService.Change {
        { request in
            let isFile = request.place == .node && request.target.hasPrefix("/attachments/")
            return isFile && request.isAuthorized == authorized ? answer : nil
        }
    }

    /// Faults and particulars of the attachment server.
    static let substitution = [
        Fault(
            name: "no attachment server",
            step: .substitution,
            severity: .note,
            sentence: "names no other server",
            change: home(nil)
        ),
        Fault(
            name: "the home as attachment server",
            step: .substitution,
            severity: .note,
            sentence: "names no other server",
            change: home("")
        ),
        Fault(
            name: "an attachment server with a path",
            step: .substitution,
            severity: .failure,
            sentence: "has to be a scheme and a host",
            clients: [.substituting],
            change: home("<D:href>{node}/files/</D:href>")
        ),
        Fault(
            name: "an attachment server that refuses",
            step: .substitution,
            severity: .failure,
            sentence: "answers GET of the file with 403",
            clients: [.substituting],
            change: substitute(ScriptedAnswer(403))
        ),
        Fault(
            name: "an attachment server for everybody",
            step: .substitution,
            severity: .failure,
            sentence: "without a password",
            clients: [.substituting],
            change: substitute(ScriptedService.file(isPart: false), authorized: false)
        ),
    ]
}
