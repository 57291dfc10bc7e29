import BlobAPI
import BlobModel
import BlobStoreTesting
import Cryptography
import FoundationEssentials
import HTTPSemantics
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import BlobService

@Suite struct SignedDownloadTests {
    private let scene: NodeScene
    private let bytes = [UInt8]((0..<1000).map { UInt8($0 % 251) })

    init() throws {
        scene = try NodeScene()
    }

    private func get(
        _ uri: String,
        _ method: HTTPRequest.Method = .get,
        _ headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        try await scene.publicApplication.test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: headers) { $0 }
        }
    }

    @Test func `the holder of a signed URL gets the bytes with the fields that keep them harmless`() async throws {
        let blob = try await scene.store(bytes)
        let url = try scene.signedURL(for: blob)
        let response = try await get(url.pathAndQuery)
        #expect(response.status == .ok)
        #expect(response.bytes == bytes)
        #expect(response.headers[.contentType] == "application/pdf")
        #expect(response.headers[.contentLength] == "1000")
        #expect(response.headers[.eTag] == "\"\(blob)\"")
        #expect(response.headers[.acceptRanges] == "bytes")
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
        #expect(response.headers[.contentSecurityPolicy] == "sandbox")
        let policy = try #require(HTTPField.Name("Referrer-Policy"))
        #expect(response.headers[policy] == "no-referrer")
        let disposition = try #require(response.headers[.contentDisposition].flatMap(ContentDisposition.init(parsing:)))
        #expect(disposition == .attachment(filename: "Bericht 2026 – Übersicht.pdf"))
        #expect(response.headers[.reprDigest] == "sha-256=:\(Data(blob.bytes).base64EncodedString()):")
    }

    @Test func `a client learns nothing of the paths of a store that fails`() async throws {
        let url = try scene.signedURL(for: try await scene.store(bytes))
        scene.storage.base.fail(with: .unavailable("Cannot read /data/shards: I/O error."))
        let response = try await get(url.pathAndQuery)
        #expect(response.status == .serviceUnavailable)
        let problem = try #require(response.problem)
        #expect(problem.detail == nil)
    }

    @Test func `the answer may be kept for the rest of the URL's life`() async throws {
        let blob = try await scene.store(bytes)
        let url = try scene.signedURL(for: blob)
        let response = try await get(url.pathAndQuery)
        let seconds = url.expires - Int64(NodeScene.now.timeIntervalSince1970)
        #expect(response.headers[.cacheControl] == "private, max-age=\(seconds), immutable")
        #expect((600...900).contains(seconds))
    }

    @Test func `a small download asks the store once`() async throws {
        let url = try scene.signedURL(for: try await scene.store(bytes))
        #expect(try await get(url.pathAndQuery).bytes == bytes)
        #expect(scene.storage.descriptions.withLock { $0 } == 1)
        #expect(scene.storage.reads.withLock { $0 } == 0)
    }

    @Test func `what may need no bytes or few is described before bytes are read`() async throws {
        let blob = try await scene.store(bytes)
        let url = try scene.signedURL(for: blob)
        #expect(try await get(url.pathAndQuery, .head).status == .ok)
        #expect(try await get(url.pathAndQuery, .get, [.ifNoneMatch: "\"\(blob)\""]).status == .notModified)
        #expect(scene.storage.reads.withLock { $0 } == 0)
        let part = try await get(url.pathAndQuery, .get, [.range: "bytes=10-19"])
        #expect(part.status == .partialContent)
        #expect(part.bytes == Array(bytes[10..<20]))
        #expect(scene.storage.reads.withLock { $0 } == 1)
        #expect(scene.storage.descriptions.withLock { $0 } == 3)
    }

    @Test func `an inline URL is shown in place, still in a sandbox`() async throws {
        let blob = try await scene.store(bytes)
        let url = try scene.signedURL(for: blob, filename: "a.png", mediaType: "image/png", isInline: true)
        let response = try await get(url.pathAndQuery)
        #expect(response.headers[.contentDisposition] == "inline; filename=\"a.png\"")
        #expect(response.headers[.contentSecurityPolicy] == "sandbox")
    }

    @Test func `HEAD answers like GET without the bytes`() async throws {
        let blob = try await scene.store(bytes)
        let url = try scene.signedURL(for: blob)
        let response = try await get(url.pathAndQuery, .head)
        #expect(response.status == .ok)
        #expect(response.bytes.isEmpty)
        #expect(response.headers[.contentLength] == "1000")
        #expect(response.headers[.eTag] == "\"\(blob)\"")
    }

    @Test func `credentials and cookies mean nothing at a signed URL`() async throws {
        let url = try scene.signedURL(for: try await scene.store(bytes))
        let response = try await get(
            url.pathAndQuery,
            .get,
            [.authorization: "Basic bm9ib2R5OndvcnNl", .cookie: "a=b"]
        )
        #expect(response.status == .ok)
        #expect(scene.front.questions.withLock { $0.isEmpty })
    }

    @Test(arguments: [
        ("bytes=0-99", 0..<100), ("bytes=900-", 900..<1000), ("bytes=-10", 990..<1000), ("bytes=990-5000", 990..<1000),
    ])
    func `RFC 9110 §14.2 a range is answered with that part`(_ field: String, _ part: Range<Int>) async throws {
        let url = try scene.signedURL(for: try await scene.store(bytes))
        let response = try await get(url.pathAndQuery, .get, [.range: field])
        #expect(response.status == .partialContent)
        #expect(response.bytes == Array(bytes[part]))
        #expect(response.headers[.contentRange] == "bytes \(part.lowerBound)-\(part.upperBound - 1)/1000")
        #expect(response.headers[.contentLength] == "\(part.count)")
    }

    @Test func `RFC 9110 §14.2 HEAD ignores a range`() async throws {
        let url = try scene.signedURL(for: try await scene.store(bytes))
        let response = try await get(url.pathAndQuery, .head, [.range: "bytes=0-99"])
        #expect(response.status == .ok)
        #expect(response.headers[.contentLength] == "1000")
    }

    @Test func `RFC 9110 §15.5.17 a range beyond the end is 416 and tells the size`() async throws {
        let url = try scene.signedURL(for: try await scene.store(bytes))
        let response = try await get(url.pathAndQuery, .get, [.range: "bytes=1000-"])
        #expect(response.status == .rangeNotSatisfiable)
        #expect(response.headers[.contentRange] == "bytes */1000")
        #expect(response.problem?.code == .rangeNotSatisfiable)
    }

    @Test func `RFC 9110 §13.1.5 If-Range with another tag gives the whole`() async throws {
        let blob = try await scene.store(bytes)
        let url = try scene.signedURL(for: blob)
        let other = try await get(url.pathAndQuery, .get, [.range: "bytes=0-9", .ifRange: "\"other\""])
        #expect(other.status == .ok)
        #expect(other.bytes == bytes)
        let same = try await get(url.pathAndQuery, .get, [.range: "bytes=0-9", .ifRange: "\"\(blob)\""])
        #expect(same.status == .partialContent)
    }

    @Test func `RFC 9110 §13.1.2 If-None-Match with the tag is 304 without the bytes`() async throws {
        let blob = try await scene.store(bytes)
        let url = try scene.signedURL(for: blob)
        let response = try await get(url.pathAndQuery, .get, [.ifNoneMatch: "W/\"\(blob)\""])
        #expect(response.status == .notModified)
        #expect(response.bytes.isEmpty)
        #expect(response.headers[.eTag] == "\"\(blob)\"")
        #expect(response.headers[.cacheControl]?.hasPrefix("private, max-age=") == true)
    }

    @Test func `RFC 9110 §13.1.1 If-Match with another tag is 412`() async throws {
        let url = try scene.signedURL(for: try await scene.store(bytes))
        let response = try await get(url.pathAndQuery, .get, [.ifMatch: "\"other\""])
        #expect(response.status == .preconditionFailed)
        #expect(response.problem?.code == .preconditionFailed)
    }

    @Test func `an empty blob is an empty answer`() async throws {
        let url = try scene.signedURL(for: try await scene.store([]))
        let response = try await get(url.pathAndQuery)
        #expect(response.status == .ok)
        #expect(response.bytes.isEmpty)
        #expect(response.headers[.contentLength] == "0")
    }

    @Test func `a large blob comes through piece by piece`() async throws {
        let large = [UInt8](repeating: 7, count: 3 << 20)
        let url = try scene.signedURL(for: try await scene.store(large))
        let response = try await get(url.pathAndQuery, .get, [.range: "bytes=1-"])
        #expect(response.bytes.count == large.count - 1)
    }
}

@Suite struct SignedDownloadRefusalTests {
    private let scene: NodeScene

    init() throws {
        scene = try NodeScene()
    }

    private func refuse(_ uri: String, _ status: HTTPResponse.Status, _ code: ErrorCode) async throws {
        let response = try await scene.publicApplication.test(.router) { client in
            try await client.execute(uri: uri, method: .get) { $0 }
        }
        #expect(response.status == status)
        #expect(response.problem?.code == code)
        #expect(response.headers[.cacheControl] == "no-store")
        // Nothing of the store is touched before signature and expiry were checked.
        #expect(scene.storage.descriptions.withLock { $0 } == 0)
    }

    @Test(arguments: [
        "", "?d=", "&x=1", "&d=other", "&i=1", "&n=" + String(repeating: "A", count: 400),
    ])
    func `an unknown, duplicate, missing, or over-long parameter is 400`(_ change: String) async throws {
        let url = try scene.signedURL(for: try await scene.store([1]))
        let uri = change.hasPrefix("&") ? url.pathAndQuery + change : url.path + change
        try await refuse(uri, .badRequest, .malformed)
    }

    @Test(arguments: ["/d/v1/nonsense", "/d/v1/ABCDEF", "/d/v1/" + String(repeating: "0", count: 63)])
    func `a path that names no blob is 400`(_ path: String) async throws {
        let url = try scene.signedURL(for: try await scene.store([1]))
        let query = url.pathAndQuery.dropFirst(url.path.count)
        try await refuse(path + query, .badRequest, .malformed)
    }

    @Test func `a changed parameter is 403 with the code signature`() async throws {
        let url = try scene.signedURL(for: try await scene.store([1]))
        try await refuse(url.pathAndQuery.replacing("&i=0", with: "&i=1"), .forbidden, .signature)
        let other = ContentID(of: [9].span)
        try await refuse(url.pathAndQuery.replacing(url.path, with: "/d/v1/\(other)"), .forbidden, .signature)
    }

    @Test func `a URL after its life and the skew is 403 with the code expired`() async throws {
        let blob = try await scene.store([1])
        let past = NodeScene.now.addingTimeInterval(-1200)
        let url = try scene.signedURL(for: blob, lifetime: .seconds(1), at: past)
        try await refuse(url.pathAndQuery, .forbidden, .expired)
    }

    @Test func `the signature is checked before the expiry`() async throws {
        let blob = try await scene.store([1])
        let past = NodeScene.now.addingTimeInterval(-1200)
        let url = try scene.signedURL(for: blob, lifetime: .seconds(1), at: past)
        try await refuse(url.pathAndQuery.replacing("&i=0", with: "&i=1"), .forbidden, .signature)
    }

    @Test func `a URL of another node is 403 with the code signature`() async throws {
        let blob = try await scene.store([1])
        let grant = try DownloadGrant(domain: scene.domain, blob: blob, filename: "a", mediaType: "text/plain")
        let keys = scene.roots.derived(for: scene.other)
        let url = SignedURL.mint(grant, with: keys, lifetime: .seconds(600), now: NodeScene.now)
        try await refuse(url.pathAndQuery, .forbidden, .signature)
    }

    @Test func `an unknown key is 403 with the code key`() async throws {
        let url = try scene.signedURL(for: try await scene.store([1]))
        try await refuse(url.pathAndQuery.replacing("&k=k1&", with: "&k=k9&"), .forbidden, .key)
    }

    @Test func `a blob that is gone is 410 after a valid signature`() async throws {
        let url = try scene.signedURL(for: ContentID(of: [1].span))
        let response = try await scene.publicApplication.test(.router) { client in
            try await client.execute(uri: url.pathAndQuery, method: .get) { $0 }
        }
        #expect(response.status == .gone)
        #expect(response.problem?.code == .attachmentGone)
    }

    @Test(arguments: [HTTPRequest.Method.put, .delete, .post, .patch, .options])
    func `RFC 9110 §15.5.6 every other method is 405 with Allow`(_ method: HTTPRequest.Method) async throws {
        let url = try scene.signedURL(for: try await scene.store([1]))
        for uri in [url.pathAndQuery, "/attachments/abc/plan.pdf"] {
            let response = try await scene.publicApplication.test(.router) { client in
                try await client.execute(uri: uri, method: method) { $0 }
            }
            #expect(response.status == .methodNotAllowed)
            #expect(response.headers[.allow] == "GET, HEAD")
        }
        #expect(scene.storage.descriptions.withLock { $0 } == 0)
    }
}
