import CalendarStore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import ServiceSupport
import Testing
import WebDAV

@testable import FrontService

/// What the answers to one user may hold while their readers are slow.
@Suite(.timeLimit(.minutes(3)))
struct AnswerAdmissionTests {
    private let calendar = "/calendars/alice/calendar/"
    private let uri = "/calendars/alice/calendar/e1.ics"
    private let nothing = RequestBody(buffer: ByteBuffer())

    /// Runs a test in which nobody waits, and a user has room for one answer with the event.
    private func run(_ body: @escaping @Sendable (TestFront) async throws -> Void) async throws {
        let configure: (inout FrontConfiguration) -> Void = { configuration in
            configuration.requests.reportsPerUser = 1
            configuration.requests.answerMemoryPerUser = SampleEvent.text().utf8.count + 10
            configuration.requests.patience = .zero
        }
        try await TestFront.run(configure: configure) { front in
            try await front.put(uri, SampleEvent.text())
            try await body(front)
        }
    }

    @Test func `a listing of members takes the place of a report until it is written, one of Depth 0 does not`()
        async throws
    {
        try await run { front in
            do {
                let unread = try await front.answer("PROPFIND", calendar, ["Depth": "1"], body: nothing)
                #expect(unread.status == .multiStatus)
                let second = try await front.send("PROPFIND", calendar, ["Depth": "1"])
                #expect(second.status == .serviceUnavailable)
                #expect(second.headers[.retryAfter] == "1")
                let flat = try await front.send("PROPFIND", calendar, ["Depth": "0"])
                #expect(flat.status == .multiStatus)
                let other = try await front.send("PROPFIND", "/calendars/bob/", as: "bob", ["Depth": "1"])
                #expect(other.status == .multiStatus)
                withExtendedLifetime(unread) {}
            }
            #expect(front.dependencies.budgets.reports.taken == 0)
            #expect(try await front.send("PROPFIND", calendar, ["Depth": "1"]).status == .multiStatus)
        }
    }

    @Test func `GETs that are not read take no more than the share of their user`() async throws {
        try await run { front in
            let tag: String
            do {
                let unread = try await front.answer("GET", uri, body: nothing)
                tag = try #require(unread.headers[.eTag])
                #expect(unread.status == .ok)
                #expect(front.dependencies.budgets.answers.taken == SampleEvent.text().utf8.count)
                let second = try await front.send("GET", uri)
                #expect(second.status == .serviceUnavailable)
                #expect(second.headers[.retryAfter] == "1")
                #expect(try await front.send("HEAD", uri).status == .ok)
                #expect(try await front.send("GET", uri, ["If-None-Match": tag]).status == .notModified)
                withExtendedLifetime(unread) {}
            }
            #expect(front.dependencies.budgets.answers.taken == 0)
            #expect(try await front.send("GET", uri).status == .ok)
        }
    }

    @Test func `RFC 7240 §2 a representation that finds no room is left out, and what was asked for is done`()
        async throws
    {
        try await run { front in
            let unread = try await front.answer("GET", uri, body: nothing)
            let prefer = ["Prefer": "return=representation"]
            let moved = try await front.transfer("MOVE", uri, to: calendar + "e2.ics", prefer)
            #expect(moved.status == .created)
            #expect(moved.headers[.preferenceApplied] == nil)
            let stale = try await front.send(
                "DELETE",
                calendar + "e2.ics",
                prefer.merging(["If-Match": "\"x\""]) { $1 }
            )
            #expect(stale.status == .preconditionFailed)
            #expect(stale.headers[.preferenceApplied] == nil)
            withExtendedLifetime(unread) {}
        }
    }

    @Test func `RFC 8144 §3 a representation keeps its room until it is written`() async throws {
        try await run { front in
            do {
                let fields = ["Prefer": "return=representation", "If-Match": "\"x\""]
                let unread = try await front.answer("DELETE", uri, fields, body: nothing)
                #expect(unread.status == .preconditionFailed)
                #expect(unread.headers[.preferenceApplied] == "return=representation")
                #expect(front.dependencies.budgets.answers.taken == SampleEvent.text().utf8.count)
                withExtendedLifetime(unread) {}
            }
            #expect(front.dependencies.budgets.answers.taken == 0)
        }
    }
}
