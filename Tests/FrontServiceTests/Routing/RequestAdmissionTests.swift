import CalendarStore
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOPosix
import ServiceSupport
import Synchronization
import Testing
import WebDAV

@testable import FrontService

/// A number that the body of a request notes.
private final class Note: Sendable {
    let count = Atomic(0)
}

/// What one user's requests may take at a time.
@Suite(.timeLimit(.minutes(1)))
struct RequestAdmissionTests {
    private static let query =
        #"<C:calendar-query><D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter>"#
        + "</C:calendar-query>"

    private func user(_ name: String) throws -> UserID {
        try #require(UserID(parsing: name))
    }

    /// Returns once nothing is taken of the budgets any more.
    private func waitUntilAllIsGivenBack(_ front: TestFront) async throws {
        let budgets = front.dependencies.budgets
        while budgets.bodies.taken + budgets.reports.taken + budgets.answers.taken > 0 {
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    @Test func `a report beyond the limit of its user waits, and those of others do not`() async throws {
        let configure: (inout FrontConfiguration) -> Void = { configuration in
            configuration.requests.reportsPerUser = 1
            configuration.requests.patience = .seconds(3600)
        }
        try await TestFront.run(configure: configure) { front in
            let reports = front.dependencies.budgets.reports
            var running: BudgetShare? = try await reports.take(1, for: try user("alice"))
            async let waiting = front.report(Self.query, at: "/calendars/alice/calendar/", depth: "1")
            while reports.waiting == 0 { try await Task.sleep(for: .milliseconds(1)) }
            let other = try await front.report(Self.query, at: "/calendars/bob/calendar/", depth: "1", as: "bob")
            #expect(other.status == .multiStatus)
            #expect(reports.waiting == 1 && running != nil)
            running = nil
            let served = try await waiting
            #expect(served.status == .multiStatus)
            try await waitUntilAllIsGivenBack(front)
        }
    }

    @Test(arguments: [
        #"<C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav">"#
            + #"<C:time-range start="20240102T000000Z" end="20240103T000000Z"/></C:free-busy-query>"#,
        #"<D:expand-property xmlns:D="DAV:"><D:property name="displayname"/></D:expand-property>"#,
    ])
    func `a report keeps its place until its answer is written, however short it is`(report: String) async throws {
        try await TestFront.run { front in
            let body = RequestBody(buffer: ByteBuffer(string: report))
            do {
                let answer = try await front.answer("REPORT", "/calendars/alice/calendar/", body: body)
                #expect(answer.status == .ok || answer.status == .multiStatus)
                #expect(front.dependencies.budgets.reports.taken == 1)
                withExtendedLifetime(answer) {}
            }
            try await waitUntilAllIsGivenBack(front)
        }
    }

    @Test func `a report that has waited long enough is 503 with Retry-After, and other methods go on`() async throws {
        let configure: (inout FrontConfiguration) -> Void = { configuration in
            configuration.requests.reportsPerUser = 1
            configuration.requests.patience = .zero
        }
        try await TestFront.run(configure: configure) { front in
            let running = try await front.dependencies.budgets.reports.take(1, for: try user("alice"))
            let refused = try await front.report(Self.query, at: "/calendars/alice/calendar/", depth: "1")
            #expect(refused.status == .serviceUnavailable)
            #expect(refused.headers[.retryAfter] == "1")
            let listing = try await front.send("PROPFIND", "/calendars/alice/calendar/", ["Depth": "0"])
            #expect(listing.status == .multiStatus)
            withExtendedLifetime(running) {}
        }
    }

    @Test func `a body waits for room before it is asked for, and is 503 after a while`() async throws {
        let configure: (inout FrontConfiguration) -> Void = { configuration in
            configuration.requests.bodyMemoryPerUser = 1 << 20
            configuration.requests.patience = .zero
        }
        try await TestFront.run(configure: configure) { front in
            let uri = "/calendars/alice/calendar/e.ics"
            let asked = Note()
            func put() async throws -> HTTPResponse.Status {
                let body = EventfulBody { asked.count.store(1, ordering: .relaxed) }
                let fields = ["Content-Type": "text/calendar", "Transfer-Encoding": "chunked"]
                return try await front.sendStream("PUT", uri, fields, body: RequestBody(asyncSequence: body)).status
            }
            let held = try await front.dependencies.budgets.bodies.take(1, for: try user("alice"))
            let status = try await put()
            #expect(status == .serviceUnavailable)
            let count = asked.count.load(ordering: .relaxed)
            #expect(count == 0)
            withExtendedLifetime(held) {}
            let other = try await front.send("PROPFIND", "/calendars/bob/", as: "bob", ["Depth": "0"], body: "")
            #expect(other.status == .multiStatus)
        }
    }

    @Test func `a body takes what its length says, one of unknown length as much as it may become`() async throws {
        try await TestFront.run(configure: { $0.maximumResourceSize = 100_000 }) { front in
            let bodies = front.dependencies.budgets.bodies
            let uri = "/calendars/alice/calendar/e.ics"
            for (field, expected) in [("Content-Length", 12), ("Transfer-Encoding", 100_000)] {
                let taken = Note()
                let body = EventfulBody { taken.count.store(bodies.taken, ordering: .relaxed) }
                let fields = ["Content-Type": "text/calendar", field: field == "Content-Length" ? "12" : "chunked"]
                _ = try await front.sendStream("PUT", uri, fields, body: RequestBody(asyncSequence: body))
                let count = taken.count.load(ordering: .relaxed)
                #expect(count == expected)
                try await waitUntilAllIsGivenBack(front)
            }
        }
    }

    @Test func `a client that closes in the middle of a PUT leaves nothing, and its room is given back`() async throws {
        try await TestFront.run(.live) { front in
            let uri = "/calendars/alice/calendar/e.ics"
            let bodies = front.dependencies.budgets.bodies
            let credentials = Data("alice:alice".utf8).base64EncodedString()
            let (event, port) = (SampleEvent.text(), try #require(front.client.port))
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
            let head =
                "PUT \(uri) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic \(credentials)\r\n"
                + "Content-Type: text/calendar\r\nContent-Length: \(event.utf8.count + 1)\r\n\r\n"
            try await channel.writeAndFlush(ByteBuffer(string: head + event)).get()
            while bodies.taken == 0 { try await Task.sleep(for: .milliseconds(1)) }
            try await channel.close()
            try await waitUntilAllIsGivenBack(front)
            let found = try await front.send("GET", uri)
            #expect(found.status == .notFound)
        }
    }

    @Test func `what requests took is given back, however they end`() async throws {
        try await TestFront.run(.live) { front in
            let (uri, calendar) = ("/calendars/alice/calendar/e.ics", "/calendars/alice/calendar/")
            try await front.put(uri, SampleEvent.text())
            _ = try await front.send("PUT", uri, ["Content-Type": "text/calendar"], body: "BEGIN:NOTHING\r\n")
            _ = try await front.report(Self.query, at: calendar, depth: "1")
            _ = try await front.report("<D:nonsense />", at: calendar)
            _ = try await front.send("PROPPATCH", calendar, body: "<broken")
            try await waitUntilAllIsGivenBack(front)
        }
    }
}
