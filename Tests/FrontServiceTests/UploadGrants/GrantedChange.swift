import HTTPTypes
import HummingbirdTesting
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
