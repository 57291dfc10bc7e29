import AttachmentStore
import CalendarStore
import HTTPTypes
import HummingbirdTesting
import ICalendar
import SQLDatabase
import Testing

@testable import FrontService

/// Something that happens between a grant and its use, and forbids the upload.
struct GrantedChange: Sendable {
    /// What happens.
    let name: String

    /// The status that the client gets.
    let status: Int

    /// Changes the settings.
    var configure: @Sendable (inout FrontConfiguration) -> Void = { _ in }

    /// The event, before anything is granted.
    var event = SampleEvent.text()

    /// Returns the query of the request.
    var query: @Sendable (GrantFront) async throws -> String = { _ in "action=attachment-add" }

    /// Returns the fields of the request.
    var headers: @Sendable (GrantFront) async throws -> [String: String] = { _ in [:] }

    /// Has it happen.
    let make: @Sendable (GrantFront) async throws -> Void

    /// All that is looked for.
    static let all: [GrantedChange] = [
        GrantedChange(
            name: "the event changed, and If-Match was sent",
            status: 412,
            headers: { front in
                let tag = try await front.test.front.send("GET", AttachmentFront.event).headers[.eTag]
                return ["If-Match": try #require(tag)]
            },
            make: { front in _ = try await front.test.put(SampleEvent.text(summary: "Overtaken")) }
        ),
        GrantedChange(name: "the event was deleted", status: 404) { front in
            let answer = try await front.test.front.send("DELETE", AttachmentFront.event)
            #expect(answer.status == .noContent)
        },
        GrantedChange(name: "the calendar was deleted", status: 404) { front in
            let answer = try await front.test.front.send("DELETE", "/calendars/alice/calendar/")
            #expect(answer.status == .noContent)
        },
        GrantedChange(
            name: "the attachment to be updated was removed",
            status: 403,
            query: { front in "action=attachment-update&managed-id=\(try await front.test.added("old"))" },
            make: { front in
                let attach = try #require(try await front.test.attachments().first?.first)
                let id = try #require(attach.parameter("MANAGED-ID").flatMap { AttachmentID(parsing: $0) })
                #expect(try await front.test.remove(id).status == .noContent)
            }
        ),
        GrantedChange(
            name: "the instance was taken from the series",
            status: 403,
            event: RecurringEvent.text,
            query: { _ in "action=attachment-add&rid=20120220T100000" },
            make: { front async throws in
                let rule = "RRULE:FREQ=WEEKLY"
                let text = RecurringEvent.text.replacing(rule, with: rule + ";COUNT=2")
                #expect(try await front.test.put(text).status == .noContent)
            }
        ),
        GrantedChange(name: "the user was removed", status: 403) { front in
            let dependencies = front.test.dependencies
            let uid = try await front.test.principal("alice").uid
            _ = try await dependencies.database.write { txn in
                try dependencies.calendars.removeUser(uid, now: dependencies.now(), in: txn)
            }
        },
        GrantedChange(
            name: "the event has as many attachments as it may",
            status: 403,
            configure: { $0.attachments.maximumPerResource = 1 },
            make: { front in try await front.test.addOne("x") }
        ),
        GrantedChange(
            name: "the quota is used up",
            status: 507,
            configure: { $0.quotaBytes = 8 },
            make: { front in try await front.test.addOne("four") }
        ),
    ]
}

extension AttachmentFront {
    fileprivate func addOne(_ content: String) async throws {
        try await added(to: Self.event, content)
    }
}
