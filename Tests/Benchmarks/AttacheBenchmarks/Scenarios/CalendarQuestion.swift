/// A request for XML about a calendar, with what its answer has to have.
struct CalendarQuestion: Sendable {
    /// What the table calls it.
    let title: String

    /// The method.
    let method: String

    /// The calendar.
    let calendar: CalendarData

    /// The Depth.
    var depth = 1

    /// The time within which half of the answers are to be there, in microseconds.
    let target: Double

    /// How many members of the calendar the answer has to tell of.
    let members: Int

    /// Returns the body.
    let body: @Sendable (_ server: CalendarServer) throws -> String

    /// The entity tags of a calendar's members.
    static func listing(_ calendar: CalendarData) -> CalendarQuestion {
        CalendarQuestion(
            title: "PROPFIND Depth 1 of \(Quantity.count(calendar.count)) events",
            method: "PROPFIND",
            calendar: calendar,
            target: 60_000,
            members: calendar.count,
            body: { _ in #"<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>"# }
        )
    }

    /// The events of the week.
    static func week(of calendar: CalendarData) -> CalendarQuestion {
        CalendarQuestion(
            title: "time-range of a week with 20 of \(Quantity.count(calendar.count)) events",
            method: "REPORT",
            calendar: calendar,
            target: 4000,
            members: CalendarData.eventsOfWeek,
            body: { _ in
                """
                <C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/><C:calendar-data/>\
                </prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">\
                <C:time-range start="\(CalendarData.week.start)" end="\(CalendarData.week.end)"/>\
                </C:comp-filter></C:comp-filter></C:filter></C:calendar-query>
                """
            }
        )
    }

    /// A hundred events by their paths.
    static func hundred(of calendar: CalendarData) -> CalendarQuestion {
        CalendarQuestion(
            title: "multiget of 100 of \(Quantity.count(calendar.count)) events",
            method: "REPORT",
            calendar: calendar,
            target: 5000,
            members: 100,
            body: { server in
                let path = server.path(calendar.name, CalendarData.user)
                let numbers = stride(from: 0, to: calendar.count, by: calendar.count / 100)
                let paths = numbers.map { "<href>\(path)\(calendar.event($0).name).ics</href>" }.joined()
                return """
                    <C:calendar-multiget xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/>\
                    <C:calendar-data/></prop>\(paths)</C:calendar-multiget>
                    """
            }
        )
    }

    /// What has changed since now, after some events have been changed.
    static func changes(of calendar: CalendarData, changed: Int, target: Double) -> CalendarQuestion {
        CalendarQuestion(
            title: "sync-collection, \(changed) of \(Quantity.count(calendar.count)) changed",
            method: "REPORT",
            calendar: calendar,
            depth: 0,
            target: target,
            members: changed,
            body: { server in
                let connection = try ReopeningConnection(port: server.port)
                let token = try syncToken(of: calendar, at: server, connection)
                for number in 0..<changed {
                    let event = calendar.event(number)
                    let request = server.put(event.name, into: calendar.name, of: CalendarData.user)
                        .carrying(nil, expecting: 204)
                    let text = event.text.replacing("Planning of", with: "Planning \(number) of")
                    try connection.exchange(request, text)
                }
                return """
                    <sync-collection xmlns="DAV:"><sync-token>\(token)</sync-token><sync-level>1</sync-level>\
                    <prop><getetag/></prop></sync-collection>
                    """
            }
        )
    }

    private static func syncToken(
        of calendar: CalendarData,
        at server: CalendarServer,
        _ connection: ReopeningConnection
    ) throws(BenchmarkError) -> String {
        let body = #"<propfind xmlns="DAV:"><prop><sync-token/></prop></propfind>"#
        let text = try connection.answer(to: server.ask("PROPFIND", calendar.name, depth: 0), body)
        guard let end = text.firstRange(of: "sync-token>") else { throw .malformedAnswer }
        return String(text[end.upperBound...].prefix { $0 != "<" })
    }
}
