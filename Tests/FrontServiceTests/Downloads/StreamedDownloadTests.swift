import NIOCore
import BlobStoreTesting
import AttachmentStore
import BlobModel
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import RandomTesting
import Testing

@testable import FrontService

@Suite struct StreamedDownloadTests {
    private static let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    private static let labels = StoredAttachment.Labels(
        mediaType: "application/pdf",
        filename: "Bericht 2026 – Übersicht.pdf"
    )

    private func withStream(
        _ setup: TestingSetup = .router,
        bytes: [UInt8] = Self.bytes,
        labels: StoredAttachment.Labels = Self.labels,
        _ body: @escaping @Sendable (AttachmentFront, String, HeldAttachment) async throws -> Void
    ) async throws {
        try await AttachmentFront.run(setup, configure: { $0.attachments.download = .stream }) { scene in
            let held = try await scene.attach(bytes, labels: labels)
            try await body(scene, scene.path(held), held)
        }
    }

    @Test(arguments: [TestingSetup.router, .live])
    func `stream mode sends the bytes with the fields that keep a stranger's bytes harmless`(
        setup: TestingSetup
    ) async throws {
        try await withStream(setup) { scene, path, held in
            let answer = try await scene.front.send("GET", path)
            #expect(answer.status == .ok)
            #expect(Array(buffer: answer.body) == Self.bytes)
            let fields = answer.headers
            #expect(fields[.contentLength] == "1000")
            #expect(fields[.contentType] == "application/pdf")
            #expect(fields[.eTag] == "\"\(held.attachment.blob)\"")
            #expect(fields[.acceptRanges] == "bytes")
            #expect(fields[.cacheControl] == "private, no-cache")
            #expect(fields[.xContentTypeOptions] == "nosniff")
            #expect(fields[.contentSecurityPolicy] == "sandbox")
            #expect(fields[try #require(HTTPField.Name("Referrer-Policy"))] == "no-referrer")
            let digest = Data(held.attachment.blob.bytes).base64EncodedString()
            #expect(fields[try #require(HTTPField.Name("Repr-Digest"))] == "sha-256=:\(digest):")
            #expect(fields[.location] == nil)
        }
    }

    @Test func `RFC 6266 §4.3 the file is offered under its name in UTF-8 and never inline`() async throws {
        try await withStream { scene, path, _ in
            let disposition = try #require(try await scene.front.send("GET", path).headers[.contentDisposition])
            #expect(disposition.hasPrefix("attachment; "))
            #expect(disposition.contains("filename*=UTF-8''Bericht%202026%20%E2%80%93%20%C3%9Cbersicht.pdf"))
        }
    }

    @Test(arguments: [TestingSetup.router, .live])
    func `HEAD has the fields of GET and no bytes`(setup: TestingSetup) async throws {
        try await withStream(setup) { scene, path, _ in
            let answer = try await scene.front.send("HEAD", path, ["Range": "bytes=0-9"])
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentLength] == "1000")
            #expect(answer.headers[.contentRange] == nil)
            #expect(answer.body.readableBytes == 0)
        }
    }

    @Test(arguments: [
        ("bytes=0-0", 0..<1), ("bytes=10-19", 10..<20), ("bytes=990-", 990..<1000), ("bytes=-7", 993..<1000),
    ])
    func `RFC 9110 §14.2 one range is answered with 206 and that part`(
        range: String,
        expected: Range<Int>
    ) async throws {
        try await withStream { scene, path, _ in
            let answer = try await scene.front.send("GET", path, ["Range": range])
            #expect(answer.status == .partialContent)
            let last = expected.upperBound - 1
            #expect(answer.headers[.contentRange] == "bytes \(expected.lowerBound)-\(last)/1000")
            #expect(answer.headers[.contentLength] == String(expected.count))
            #expect(Array(buffer: answer.body) == Array(Self.bytes[expected]))
        }
    }

    @Test func `RFC 9110 §15.5.17 a range beyond the bytes is 416 and tells the size`() async throws {
        try await withStream { scene, path, _ in
            let answer = try await scene.front.send("GET", path, ["Range": "bytes=1000-"])
            #expect(answer.status == .rangeNotSatisfiable)
            #expect(answer.headers[.contentRange] == "bytes */1000")
            #expect(answer.headers[.contentType]?.hasPrefix("application/xml") == true)
            #expect(answer.headers[values: .contentType].count == 1)
        }
    }

    @Test func `RFC 9110 §13.1.5 a range with a stale If-Range gets the whole, with the current tag the part`()
        async throws
    {
        try await withStream { scene, path, held in
            let stale = try await scene.front.send("GET", path, ["Range": "bytes=0-9", "If-Range": "\"x\""])
            #expect(stale.status == .ok)
            #expect(stale.body.readableBytes == 1000)
            let tag = "\"\(held.attachment.blob)\""
            let current = try await scene.front.send("GET", path, ["Range": "bytes=0-9", "If-Range": tag])
            #expect(current.status == .partialContent)
        }
    }

    @Test func `RFC 9110 §13.1.2 a current If-None-Match is 304 with the validators`() async throws {
        try await withStream { scene, path, held in
            let tag = "\"\(held.attachment.blob)\""
            for field in [tag, "*", "\"x\", W/\(tag)"] {
                let answer = try await scene.front.send("GET", path, ["If-None-Match": field])
                #expect(answer.status == .notModified)
                #expect(answer.headers[.eTag] == tag)
                #expect(answer.headers[.cacheControl] == "private, no-cache")
                #expect(answer.body.readableBytes == 0)
            }
            let other = try await scene.front.send("GET", path, ["If-None-Match": "\"x\""])
            #expect(other.status == .ok)
        }
    }

    @Test func `RFC 9110 §13.1.1 a stale If-Match is 412 and a malformed one 400`() async throws {
        try await withStream { scene, path, _ in
            let stale = try await scene.front.send("GET", path, ["If-Match": "\"x\""])
            #expect(stale.status == .preconditionFailed)
            let malformed = try await scene.front.send("GET", path, ["If-Match": "x"])
            #expect(malformed.status == .badRequest)
        }
    }

    @Test(arguments: [TestingSetup.router, .live])
    func `an empty file is sent whole, also when a range of it is asked for`(setup: TestingSetup) async throws {
        try await withStream(setup, bytes: []) { scene, path, _ in
            let answer = try await scene.front.send("GET", path)
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentLength] == "0")
            let part = try await scene.front.send("GET", path, ["Range": "bytes=0-"])
            #expect(part.status == .rangeNotSatisfiable)
        }
    }

    @Test func `a media type that is none is sent as octets`() async throws {
        let labels = StoredAttachment.Labels(mediaType: "no type", filename: "x")
        try await withStream(labels: labels) { scene, path, _ in
            let answer = try await scene.front.send("GET", path)
            #expect(answer.headers[.contentType] == "application/octet-stream")
        }
    }

    @Test func `storage that is away is 503 with Retry-After before any byte is sent`() async throws {
        try await withStream { scene, path, _ in
            scene.blobs.fail(with: .unavailable("The node is away."))
            let answer = try await scene.front.send("GET", path)
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter] == "1")
            #expect(!String(buffer: answer.body).contains("node"))
        }
    }

    @Test func `a file of many pieces arrives whole over a real connection`() async throws {
        var generator = SeededGenerator(seed: 7)
        let bytes = (0..<(3 << 20)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        let name = ContentID(of: bytes.span)
        try await withStream(.live, bytes: bytes) { scene, path, _ in
            let answer = try await scene.front.send("GET", path)
            let received = ContentID(of: Array(buffer: answer.body).span)
            #expect(received == name)
        }
    }
}
