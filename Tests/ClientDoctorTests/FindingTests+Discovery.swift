import ClientDoctor

// The faults on the way from the name of a host to its calendars.

extension FindingTests {
    /// Faults between the name of the host and the calendars.
    static let discovery = [
        Fault(name: "no well-known URI", step: .wellKnown, severity: .warning, sentence: "is answered with 404") {
            $0.target == "/.well-known/caldav" ? ScriptedAnswer(404) : nil
        },
        Fault(name: "a well-known URI that fails", step: .wellKnown, severity: .failure, sentence: "answered with 502")
        {
            $0.target == "/.well-known/caldav" ? ScriptedAnswer(502) : nil
        },
        Fault(
            name: "a well-known URI of another server",
            step: .wellKnown,
            severity: .warning,
            sentence: "another server"
        ) {
            $0.target == "/.well-known/caldav" ? .redirect(301, to: "{node}/") : nil
        },
        Fault(
            name: "a well-known URI that leads to itself",
            step: .wellKnown,
            severity: .failure,
            sentence: "leads in a circle"
        ) {
            $0.target == "/.well-known/caldav" ? .redirect(301, to: "{front}/.well-known/caldav") : nil
        },
        Fault(name: "a context that leads on and on", step: .login, severity: .failure, sentence: "PROPFIND with 302") {
            $0.matches("PROPFIND", "/") ? .redirect(302, to: "{front}/?again") : nil
        },
        Fault(name: "a well-known URI to nowhere", step: .wellKnown, severity: .failure, sentence: "no web address") {
            $0.target == "/.well-known/caldav" ? .redirect(301, to: "caldav") : nil
        },
        Fault(
            name: "a wrong password",
            step: .login,
            severity: .failure,
            sentence: "not let in: 401 (\"Wrong\")."
        ) {
            $0.matches("PROPFIND", "/") && $0.isAuthorized ? .refusal(401, "Wrong.") : nil
        },
        Fault(name: "too many attempts", step: .login, severity: .failure, sentence: "alice has to wait: 429") {
            $0.matches("PROPFIND", "/") && $0.isAuthorized ? ScriptedAnswer(429) : nil
        },
        Fault(name: "no challenge", step: .login, severity: .warning, sentence: "not asked for a password") {
            $0.matches("PROPFIND", "/") && !$0.isAuthorized
                ? ScriptedAnswer(401, [("WWW-Authenticate", "Bearer realm=\"x\"")]) : nil
        },
        Fault(name: "a proxy without PROPFIND", step: .login, severity: .failure, sentence: "answers PROPFIND with 405")
        {
            $0.matches("PROPFIND", "/") && $0.isAuthorized ? ScriptedAnswer(405) : nil
        },
        Fault(name: "an answer that is no XML", step: .login, severity: .failure, sentence: "no multistatus") {
            $0.matches("PROPFIND", "/") && $0.isAuthorized ? ScriptedAnswer(207, [], "<html>") : nil
        },
        Fault(name: "no principal", step: .principal, severity: .failure, sentence: "does not say who alice is") {
            $0.matches("PROPFIND", "/") && $0.isAuthorized ? .multistatus(("/", "")) : nil
        },
        Fault(name: "no home", step: .principal, severity: .failure, sentence: "does not say where the calendars are") {
            $0.matches("PROPFIND", "/principals/alice/") ? .multistatus(("/principals/alice/", "")) : nil
        },
        Fault(name: "no calendar", step: .home, severity: .warning, sentence: "has no calendar for events") {
            $0.matches("PROPFIND", "/calendars/alice/") ? .multistatus(("/calendars/alice/", "")) : nil
        },
    ]

    /// Faults in what the service says that it can do.
    static let promises = [
        Fault(name: "OPTIONS by a proxy", step: .capabilities, severity: .failure, sentence: "has no DAV field") {
            $0.matches("OPTIONS", "/calendars/alice/") ? ScriptedAnswer(204) : nil
        },
        Fault(name: "no managed attachments", step: .capabilities, severity: .failure, sentence: "do not offer files") {
            $0.matches("OPTIONS", "/principals/alice/")
                ? ScriptedAnswer(204, [("DAV", "1, 3, access-control, calendar-access")]) : nil
        },
        Fault(name: "no access control", step: .capabilities, severity: .warning, sentence: "lacks access-control") {
            $0.matches("OPTIONS", "/calendars/alice/calendar/")
                ? ScriptedAnswer(204, [("DAV", "1, 3, calendar-access, calendar-managed-attachments")]) : nil
        },
        Fault(
            name: "an event that says less",
            step: .capabilities,
            severity: .failure,
            sentence: "DAV of /calendars/alice/calendar/e.ics"
        ) {
            $0.matches("OPTIONS", "/calendars/alice/calendar/e.ics") ? ScriptedAnswer(204, [("DAV", "1")]) : nil
        },
        Fault(name: "a limit that is no number", step: .limits, severity: .warning, sentence: "is no number: many") {
            $0.matches("PROPFIND", "/calendars/alice/calendar/")
                ? .multistatus(("/", "<C:max-attachment-size>many</C:max-attachment-size>")) : nil
        },
        Fault(name: "limits that are not told", step: .limits, severity: .failure, sentence: "PROPFIND with 403") {
            $0.matches("PROPFIND", "/calendars/alice/calendar/") ? ScriptedAnswer(403) : nil
        },
        Fault(name: "limits that fail", step: .limits, severity: .failure, sentence: "PROPFIND with 500 (\"Oh\")") {
            $0.matches("PROPFIND", "/calendars/alice/calendar/") ? .refusal(500, "Oh.") : nil
        },
        Fault(
            name: "limits that are absent",
            step: .limits,
            severity: .note,
            sentence: "does not say max-attachment-size and max-attachments-per-resource"
        ) {
            $0.matches("PROPFIND", "/calendars/alice/calendar/") ? .multistatus((href: $0.target, properties: "")) : nil
        },
        Fault(name: "no event with a file", step: .event, severity: .warning, sentence: "No event of alice has a file")
        {
            $0.method == "REPORT" ? .multistatus() : nil
        },
        Fault(name: "no REPORT", step: .event, severity: .failure, sentence: "answers a calendar-query with 501") {
            $0.method == "REPORT" ? ScriptedAnswer(501) : nil
        },
    ]
}
