/// A calendar server as the load sees it.
struct CalendarServer: Sendable {
    /// What the table calls it.
    let name: String

    /// The process.
    let process: Int32

    /// The port.
    let port: Int

    /// Returns the path of a calendar of a user.
    let path: @Sendable (_ calendar: String, _ user: String) -> String

    /// Returns a request for a calendar, or for something in it.
    func request(_ method: String, _ calendar: String, of user: String, _ name: String = "") -> Request {
        Request(method, path(calendar, user) + name).authorized(as: user)
    }

    /// Returns the request that puts an event.
    func put(_ name: String, into calendar: String, of user: String) -> Request {
        request("PUT", calendar, of: user, "\(name).ics").with("Content-Type", "text/calendar; charset=utf-8")
            .carrying(nil, expecting: 201)
    }

    /// Returns a request with XML for a calendar, answered by a multistatus.
    func ask(_ method: String, _ calendar: String, depth: Int = 1) -> Request {
        request(method, calendar, of: CalendarData.user).with("Content-Type", "text/xml; charset=utf-8")
            .with("Depth", "\(depth)").carrying(nil, expecting: 207)
    }

    /// Returns what is measured of the server under a workload.
    func subject(_ workload: Workload) -> Subject {
        Subject(name: name, process: process, workload: workload)
    }
}

extension AttacheServer {
    /// The front as a calendar server.
    var calendars: CalendarServer {
        CalendarServer(name: "attache", process: process, port: frontPort) { calendar, user in
            "/calendars/\(user)/\(calendar)/"
        }
    }
}
