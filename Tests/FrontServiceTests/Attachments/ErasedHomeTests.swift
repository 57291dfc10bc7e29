import AttachmentStore
import BlobModel
import BlobStoreTesting
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import FrontService

/// A calendar home whose key at the node was erased.
@Suite struct ErasedHomeTests {
    @Test func `RFC 3253 §1.6 an upload that will always fail is 403, with a sentence and nothing to wait for`()
        async throws
    {
        try await AttachmentFront.run { test in
            let tag = try await test.front.put(AttachmentFront.event, SampleEvent.text())
            test.blobs.fail(with: .domainErased(try await test.domain()))
            let answer = try await test.add()
            #expect(answer.status == .forbidden)
            #expect(answer.headers[.retryAfter] == nil)
            #expect(try precondition(of: answer) == nil)
            #expect(String(buffer: answer.body).contains("were erased for good"))
            #expect(try await test.front.send("GET", AttachmentFront.event).headers[.eTag] == tag)
        }
    }

    @Test func `a streamed download of erased bytes is 410, and no fault of the service`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.download = .stream }) { test in
            let held = try await test.attach()
            test.blobs.fail(with: .gone(held.attachment.blob))
            let answer = try await test.front.send("GET", test.path(held))
            #expect(answer.status == .gone)
            #expect(String(buffer: answer.body).contains("erased"))
        }
    }
}
