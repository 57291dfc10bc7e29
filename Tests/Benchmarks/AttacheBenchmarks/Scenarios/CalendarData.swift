/// A calendar with events: twenty of them in one week of 2026, whatever their number, and the others in the ten years before.
struct CalendarData: Sendable {
    /// The user whose calendars are read.
    static let user = AttacheServer.user(0)

    /// The calendars that all servers have.
    static let shared = [smallest, CalendarData(name: "events-10000", count: 10_000)]

    /// A calendar of a thousand events.
    static let smallest = CalendarData(name: "events-1000", count: 1000)

    /// A calendar of a hundred thousand events.
    static let largest = CalendarData(name: "events-100000", count: 100_000)

    /// Empty calendars, one for each user, into which events are put.
    static let empty = CalendarData(name: "puts", count: 0, users: (0..<AttacheServer.users).map(AttacheServer.user))

    /// The events of the week.
    static let eventsOfWeek = 20

    /// The beginning and the end of the week, as iCalendar writes them.
    static let week = (start: "20260601T000000Z", end: "20260608T000000Z")

    /// The name in the path.
    let name: String

    /// How many events there are.
    let count: Int

    /// The users who have such a calendar.
    var users = [user]

    /// An event with its name.
    struct Event: Sendable {
        /// The name in the path, without its ending.
        let name: String
        /// The event as iCalendar text.
        let text: String
    }

    /// The events, one after the other.
    var events: some Sequence<Event> { (0..<count).lazy.map { event($0) } }

    /// Returns the event with a number.
    func event(_ number: Int) -> Event {
        let name = "event-\(number)"
        return Event(name: name, text: SampleEvent.text("\(self.name)-\(name)", on: Self.day(of: number)))
    }

    private static func day(of number: Int) -> String {
        if number < eventsOfWeek { return "2026060\(1 + number % 7)" }
        let (year, month, day) = (2016 + number % 10, 1 + number / 10 % 12, 1 + number / 120 % 28)
        return "\(year)\(String(100 + month).dropFirst())\(String(100 + day).dropFirst())"
    }
}
