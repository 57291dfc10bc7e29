import HTTPTypes
import HummingbirdTesting
import Testing

@testable import FrontService

/// Forms that no page of the service made, or that come from elsewhere.
struct ForeignFormTests {
    private static let files = "\(PageVisitor.event)files"
    private static let file = PageVisitor.Part.file("a.txt", "text/plain", "a")

    /// Checks that a form is refused, and that nothing was stored of it.
    private func refuse(
        _ status: HTTPResponse.Status = .forbidden,
        _ send: @escaping @Sendable (PageVisitor, String) async throws -> TestResponse
    ) async throws {
        try await AttachmentFront.run { front async throws in
            try await front.front.put(AttachmentFront.event, SampleEvent.text())
            let alice = PageVisitor(front: front)
            let response = try await send(alice, try await alice.hidden("token"))
            #expect(response.status == status, "\(response.text)")
            #expect(try await front.attachments().map(\.count) == [0])
            #expect(try await front.references().isEmpty)
        }
    }

    @Test(arguments: ["cross-site", "same-site"])
    func `a form of another site is refused, though it has the token`(site: String) async throws {
        try await refuse { alice, token async throws in
            try await alice.send(Self.files, [.field("token", token), Self.file], ["Sec-Fetch-Site": site])
        }
    }

    @Test(arguments: [
        nil, "null", "https://evil.example", "https://cal.example.com.evil.example", "http://cal.example.com",
    ])
    func `without Sec-Fetch-Site the origin must be that of public-url`(origin: String?) async throws {
        try await refuse { alice, token async throws in
            let headers = origin.map { ["Origin": $0] } ?? [:]
            return try await alice.send(Self.files, [.field("token", token), Self.file], headers)
        }
    }

    @Test func `without Sec-Fetch-Site a form of our own origin is taken`() async throws {
        try await AttachmentFront.run { front async throws in
            try await front.front.put(AttachmentFront.event, SampleEvent.text())
            let response = try await PageVisitor(front: front)
                .submit(Self.files, [Self.file], ["Origin": "https://cal.example.com"])
            #expect(response.status == .seeOther)
        }
    }

    @Test func `a form without a token is refused`() async throws {
        try await refuse { alice, _ async throws in try await alice.send(Self.files, [Self.file]) }
    }

    @Test func `a form whose token comes after a file is refused before the file is stored`() async throws {
        try await refuse { alice, token async throws in
            try await alice.send(Self.files, [Self.file, .field("token", token)])
        }
    }

    @Test func `a form with the token of another user is refused`() async throws {
        try await refuse { alice, _ async throws in
            let bob = PageVisitor(front: alice.front, user: "bob")
            try await alice.front.front.put("/calendars/bob/calendar/e1.ics", SampleEvent.text(), as: "bob")
            return try await alice.send(Self.files, [.field("token", try await bob.hidden("token")), Self.file])
        }
    }

    @Test func `a form that was open for longer than twelve hours is refused, and says so`() async throws {
        try await refuse { alice, token async throws in
            alice.front.front.clock.advance(by: 12 * 3_600 + 1)
            let response = try await alice.send(Self.files, [.field("token", token), Self.file])
            #expect(response.text.contains("The page was open for too long"))
            return response
        }
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
    func `a body that is no form with parts is refused`(type: String) async throws {
        try await refuse(.unsupportedMediaType) { alice, token async throws in
            try await alice.front.front.send(
                "POST",
                Self.files,
                ["Content-Type": type, "Sec-Fetch-Site": "same-origin"],
                body: "token=\(token)"
            )
        }
    }

    @Test func `a form that breaks off is refused`() async throws {
        try await refuse(.badRequest) { alice, token async throws in
            let whole = PageVisitor.body(of: [.field("token", token), Self.file])
            return try await alice.front.front.send(
                "POST",
                Self.files,
                ["Content-Type": "multipart/form-data; boundary=b1", "Sec-Fetch-Site": "same-origin"],
                body: String(whole.dropLast(12))
            )
        }
    }
}
