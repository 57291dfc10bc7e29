import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import FrontService

/// A removal with a body, which RFC 8607 §3.6 does not have.
@Suite struct RemovalBodyTests {
    private func query(_ id: some CustomStringConvertible) -> String {
        "\(AttachmentFront.event)?action=attachment-remove&managed-id=\(id)"
    }

    @Test func `RFC 4918 §8.4 a removal with a body is 415, and nothing is removed`() async throws {
        try await AttachmentFront.run { test async throws in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let id = try await test.added()
            let tag = try await test.front.send("GET", AttachmentFront.event).headers[.eTag]
            let file = ["Content-Type": "text/plain", "Content-Disposition": "attachment; filename=new.txt"]
            let refused = try await test.front.send("POST", query(id), file, body: "The new file")
            #expect(refused.status == .unsupportedMediaType)
            let chunked = try await test.stream(
                RequestBody(buffer: ByteBuffer(string: "The new file")),
                to: query(id),
                ["Transfer-Encoding": "chunked"]
            )
            #expect(chunked.status == .unsupportedMediaType)
            #expect(try await test.links(of: id) == 1)
            #expect(try await test.front.send("GET", AttachmentFront.event).headers[.eTag] == tag)
        }
    }

    @Test func `RFC 4918 §8.4 a removal whose body has no octets has none`() async throws {
        try await AttachmentFront.run { test async throws in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let (first, second, third) = (
                try await test.added("1"), try await test.added("2"), try await test.added("3")
            )
            #expect(try await test.front.send("POST", query(first)).status == .noContent)
            let fields = ["Content-Length": "0", "Content-Type": "application/octet-stream"]
            #expect(try await test.front.send("POST", query(second), fields).status == .noContent)
            let chunked = ["Transfer-Encoding": "chunked"]
            let empty = RequestBody(buffer: ByteBuffer())
            #expect(try await test.stream(empty, to: query(third), chunked).status == .noContent)
        }
    }

    @Test func `RFC 4918 §8.1 what stands against the removal itself is told before its body`() async throws {
        try await AttachmentFront.run { test async throws in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let id = try await test.added()
            let stranger = try await test.front.send("POST", query(id), as: "bob", body: "x")
            #expect(stranger.status == .forbidden)
            let stale = try await test.front.send("POST", query(id), ["If-Match": "\"other\""], body: "x")
            #expect(stale.status == .preconditionFailed)
            #expect(try await test.front.send("POST", query("other"), body: "x").status == .forbidden)
        }
    }
}
