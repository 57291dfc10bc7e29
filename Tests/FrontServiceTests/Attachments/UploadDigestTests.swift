import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import FrontService

/// A body that nobody may ask for.
private struct UntouchableBody: AsyncSequence, Sendable {
    func makeAsyncIterator() -> Iterator { Iterator() }

    struct Iterator: AsyncIteratorProtocol {
        mutating func next() async throws -> ByteBuffer? {
            Issue.record("The body was read.")
            return nil
        }
    }
}

@Suite struct UploadDigestTests {
    private static let event = AttachmentFront.event
    private static let hello = "sha-256=:GF+NsyJx/iX1Yab8k4suJkMG7DBO2lGAB9F2SCY4GWk=:"
    private static let other = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"

    @Test(arguments: [
        ["Content-Digest": hello], ["Repr-Digest": hello], ["Content-Digest": hello, "Repr-Digest": hello],
        ["Content-Digest": "\(hello), sha-512=:AQ==:"], ["Content-Digest": hello, "Content-Encoding": "identity"],
    ])
    func `RFC 9530 §2, §3 a body with the SHA-256 that is declared is stored`(_ fields: [String: String]) async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added("Hello", fields)
            #expect(try await test.update(id, "Hello", fields).status == .noContent)
        }
    }

    @Test(arguments: [
        (["Content-Digest": other], "Content-Digest"), (["Repr-Digest": other], "Repr-Digest"),
        (["Content-Digest": other, "Repr-Digest": hello], "Content-Digest"),
        (["Content-Digest": hello, "Repr-Digest": other], "Repr-Digest"),
    ])
    func `RFC 9530 §2, §3 another body than was declared is 400, and nothing is stored`(
        _ fields: [String: String],
        culprit: String
    ) async throws {
        try await AttachmentFront.run { test in
            let tag = try await test.front.put(Self.event, SampleEvent.text())
            let response = try await test.add("Hello", fields)
            #expect(response.status == .badRequest)
            #expect(String(buffer: response.body).contains("the one that \(culprit) declares"))
            try await test.settle()
            #expect(try await test.references().isEmpty)
            #expect(try await test.usage() == 0)
            #expect(try await test.front.send("GET", Self.event).headers[.eTag] == tag)
        }
    }

    @Test func `RFC 9530 §2 an update with another body than was declared leaves the old attachment`() async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let id = try await test.added("Hello")
            let before = try await test.references()
            #expect(try await test.update(id, "Hallo", ["Content-Digest": Self.hello]).status == .badRequest)
            try await test.settle()
            #expect(try await test.references() == before)
            #expect(try await test.links(of: id) == 1)
        }
    }

    @Test(
        arguments: ["Content-Digest", "Repr-Digest"],
        ["sha-256", "sha-256=GF+NsyJx", "sha-256=:AQ==:", "sha-256=:!:"]
    )
    func `RFC 8941 §4.2 a digest that is malformed is 400 before the body is read`(
        _ field: String,
        value: String
    ) async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            let body = RequestBody(asyncSequence: UntouchableBody())
            #expect(try await test.stream(body, [field: value]).status == .badRequest)
            let response = try await test.add("Hello", [field: value])
            #expect(String(buffer: response.body).contains("The \(field) field is malformed."))
        }
    }

    @Test(arguments: ["", "sha-512=:AQ==:", "md5=:AQ==:, unixsum=:AQ:", "never-heard-of=::;q=1"])
    func `RFC 9530 §5 algorithms other than SHA-256 are ignored`(_ value: String) async throws {
        try await AttachmentFront.run { test in
            try await test.front.put(Self.event, SampleEvent.text())
            try await test.added("Hello", ["Content-Digest": value, "Repr-Digest": value])
        }
    }
}
