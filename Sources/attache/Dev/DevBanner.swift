import SystemPackage

/// What `attache dev` prints once everything runs.
struct DevBanner {
    /// What runs.
    let plan: DevPlan

    /// The users.
    let users: [DemoUser]

    /// The whole text, without a line end after its last line.
    var text: String {
        [warning, addresses, accounts, trial].joined(separator: "\n\n")
    }

    /// The three commands to copy, each one line for a POSIX shell.
    var commands: [String] {
        let event = "\(plan.frontURL)/calendars/alice/calendar/lunch.ics"
        let lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Trial//EN", "BEGIN:VEVENT", "UID:lunch@example.com",
            "DTSTAMP:20260101T000000Z", "DTSTART:20260601T120000Z", "DTEND:20260601T130000Z", "SUMMARY:Lunch",
            "END:VEVENT", "END:VCALENDAR", "",
        ]
        let calendar = lines.joined(separator: "\\r\\n")
        let curl = "curl -sS -u alice:alice"
        return [
            "printf '\(calendar)' | \(curl) -X PUT -H 'Content-Type: text/calendar; charset=utf-8'"
                + " --data-binary @- -w '%{http_code}\\n' \(event)",
            "printf 'Bread, cheese, apples.\\n' | \(curl) -H 'Content-Type: text/plain'"
                + " -H 'Content-Disposition: attachment; filename=\"menu.txt\"' --data-binary @-"
                + " -o /dev/null -w '%{http_code}\\n' '\(event)?action=attachment-add'",
            "\(curl) -L \"$(\(curl) \(event) | tr -d '\\r\\n ' |"
                + " grep -o '\(plan.frontURL)/attachments/[a-z2-7]*/menu.txt' | tail -n 1)\"",
        ]
    }

    private var warning: String {
        let lines = [
            "ATTACHÉ FOR TRYING OUT: everybody who can reach these ports knows the passwords.",
            "Nothing here is meant for real calendars. For those, run attache-front and attache-blob.",
        ]
        let rule = String(repeating: "*", count: 88)
        return ([rule] + lines.map { "* " + $0 } + [rule]).joined(separator: "\n")
    }

    private var addresses: String {
        var rows = [["CalDAV", plan.frontURL + "/"]]
        rows += plan.nodes.map { ["blob node \($0.name)", $0.publicURL + "/"] }
        rows += [["internal, front", plan.internalFrontURL + "/metrics"]]
        rows += plan.nodes.map { ["internal, \($0.name)", $0.internalURL + "/metrics"] }
        rows += [["data", plan.files.data.string]]
        return TextTable(head: ["SERVICE", "AT"], rows: rows).lines.joined(separator: "\n")
    }

    private var accounts: String {
        let shown = users.prefix(4).map { [$0.name, $0.name, "\(plan.frontURL)/calendars/\($0.name)/"] }
        let table = TextTable(head: ["USER", "PASSWORD", "CALENDAR HOME"], rows: shown).lines
        guard let first = users.dropFirst(4).first, let last = users.last else { return table.joined(separator: "\n") }
        let more = "and \(first.name) to \(last.name), whose passwords are their names too"
        return (table + [more]).joined(separator: "\n")
    }

    private var trial: String {
        let titles = ["# put an event", "# add a file to it", "# fetch the file"]
        let pairs = zip(titles, commands).flatMap { [$0, $1] }
        return (["To try it, copy these lines:", ""] + pairs).joined(separator: "\n")
    }
}
