import BlobModel
import BlobStoreTesting
import AttachmentStore
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import FrontService

@Suite struct ExpectContinueTests {
    @Test func `RFC 9110 §10.1.1 the body is asked for once all checks are passed`() async throws {
        try await AttachmentFront.run(.live) { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let port = try #require(test.front.client.port)
            try await WaitingClient.connect(to: port) { client in
                try await client.sendHead(length: 5)
                #expect(try await client.status() == 100)
                try await client.send("Hello")
                #expect(try await client.status() == 201)
            }
            #expect(try await test.usage() == 5)
        }
    }

    @Test func `RFC 8607 §3.11.4 a refusal comes instead of 100 Continue`() async throws {
        try await AttachmentFront.run(.live, configure: { $0.attachments.maximumSize = 10 }) { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let port = try #require(test.front.client.port)
            let event = AttachmentFront.event
            let cases = [
                (event, 11, "", 403), (event, 5, "If-Match: \"other\"\r\n", 412),
                ("/calendars/alice/calendar/none.ics", 5, "", 404), ("/calendars/bob/calendar/b.ics", 5, "", 403),
            ]
            for (uri, length, fields, expected) in cases {
                try await WaitingClient.connect(to: port) { client in
                    try await client.sendHead(uri, length: length, fields)
                    #expect(try await client.status() == expected, "\(uri) \(fields)")
                }
            }
            #expect(try await test.references().isEmpty)
        }
    }

    @Test func `what a storage says before it reads the body comes instead of 100 Continue`() async throws {
        try await AttachmentFront.run(.live) { test in
            try await test.front.put(AttachmentFront.event, SampleEvent.text())
            test.blobs.fail(with: .unavailable("no node"))
            let port = try #require(test.front.client.port)
            try await WaitingClient.connect(to: port) { client in
                try await client.sendHead(length: 5)
                #expect(try await client.status() == 503)
            }
        }
    }

    @Test func `a connection that is cut in mid-body leaves nothing`() async throws {
        try await AttachmentFront.run(.live) { test in
            let tag = try await test.front.put(AttachmentFront.event, SampleEvent.text())
            let port = try #require(test.front.client.port)
            try await WaitingClient.connect(to: port) { client in
                try await client.sendHead(length: 500)
                #expect(try await client.status() == 100)
                try await client.send("only a part")
            }
            #expect(try await test.front.send("GET", AttachmentFront.event).headers[.eTag] == tag)
            #expect(try await test.usage() == 0)
            #expect(try await test.references().isEmpty)
        }
    }
}
