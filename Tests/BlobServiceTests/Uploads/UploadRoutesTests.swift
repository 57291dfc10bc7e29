import BlobAPI
import BlobModel
import BlobStoreTesting
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import BlobService

@Suite struct UploadRoutesTests {
    private static let hello = Array("Hello".utf8)
    private static let helloDigest = "sha-256=:GF+NsyJx/iX1Yab8k4suJkMG7DBO2lGAB9F2SCY4GWk=:"
    private static let otherDigest = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"

    private let scene: NodeScene

    init() throws {
        scene = try NodeScene()
    }

    private func send(
        _ method: HTTPRequest.Method,
        _ uri: String,
        _ fields: HTTPFields = [:],
        body: [UInt8]? = nil
    ) async throws -> TestResponse {
        var headers = scene.call
        headers.append(contentsOf: fields)
        return try await scene.internalApplication.test(.router) { [headers] client in
            try await client.executeRequest(
                uri: uri,
                method: method,
                headers: headers,
                body: body.map { ByteBuffer(bytes: $0) }
            )
        }
    }

    private func create() async throws -> UploadSessionID {
        let response = try await send(.post, InternalPath.uploads(in: scene.domain))
        #expect(response.status == .created)
        let session = try APICoding.decode(UploadSession.self, from: response.bytes)
        #expect(response.headers[.location] == InternalPath.upload(session.session, in: scene.domain))
        #expect(response.headers[.uploadOffset] == "0")
        return session.session
    }

    private func append(
        _ bytes: [UInt8],
        at offset: UInt64,
        ends: Bool = true,
        to session: UploadSessionID,
        limit: Int = 100
    ) async throws -> TestResponse {
        let path = InternalPath.upload(session, in: scene.domain) + "?limit=\(limit)"
        return try await send(.patch, path, UploadFields.part(at: offset, endsUpload: ends), body: bytes)
    }

    private func commit(
        _ session: UploadSessionID,
        _ reference: ReferenceID,
        length: String? = "5",
        digest: String? = nil
    ) async throws -> TestResponse {
        var fields: HTTPFields = [:]
        fields[.uploadLength] = length
        fields[.reprDigest] = digest
        return try await send(.put, InternalPath.commit(session, as: reference, in: scene.domain), fields)
    }

    @Test func `RFC 4331 §6 an upload that the node has no room for is not opened`() async throws {
        scene.storage.uploads.room = 99
        let path = InternalPath.uploads(in: scene.domain)
        #expect(try await send(.post, path, [.uploadLength: "100"]).problem?.code == .insufficientSpace)
        #expect(try await send(.post, path, [.uploadLength: "much"]).problem?.code == .malformed)
        #expect(try await send(.post, path, [.uploadLength: "99"]).status == .created)
        #expect(scene.storage.uploads.open.count == 1)
    }

    @Test func `a body comes in parts and becomes a blob with a reference`() async throws {
        let id = try await create()
        let path = InternalPath.upload(id, in: scene.domain)
        let first = try await append(Array(Self.hello[..<2]), at: 0, ends: false, to: id)
        #expect(first.status == .ok && first.headers[.uploadOffset] == "2")
        #expect(try APICoding.decode(UploadSession.self, from: try await send(.get, path).bytes).offset == 2)
        #expect(try await append(Array(Self.hello[2...]), at: 2, to: id).headers[.uploadOffset] == "5")
        let reference = ReferenceID.random()
        let stored = try await commit(id, reference, digest: Self.helloDigest)
        #expect(stored.status == .created)
        let blob = try APICoding.decode(StoredBlob.self, from: stored.bytes).blob
        #expect(blob == ContentID(of: Self.hello.span))
        #expect(try await send(.get, InternalPath.reference(reference, in: scene.domain)).status == .ok)
        #expect(try await send(.get, path).problem?.code == .uploadNotFound)
    }

    @Test func `a part at another offset is 409 with the durable one`() async throws {
        let id = try await create()
        _ = try await append(Self.hello, at: 0, to: id)
        let response = try await append(Self.hello, at: 0, to: id)
        #expect(response.status == .conflict)
        #expect(response.problem?.code == .offsetMismatch)
        #expect(response.problem?.offset == 5)
    }

    @Test func `a commit of another length is 409 with the durable offset`() async throws {
        let id = try await create()
        _ = try await append(Self.hello, at: 0, to: id)
        let response = try await commit(id, .random(), length: "6")
        #expect(response.problem?.code == .offsetMismatch && response.problem?.offset == 5)
    }

    @Test func `RFC 9530 §3 an upload that is not what was declared is malformed, and nothing is referenced`()
        async throws
    {
        let id = try await create()
        _ = try await append(Self.hello, at: 0, to: id)
        let reference = ReferenceID.random()
        let response = try await commit(id, reference, digest: Self.otherDigest)
        #expect(response.status == .badRequest)
        #expect(response.problem?.code == .malformed)
        #expect(try await send(.get, InternalPath.reference(reference, in: scene.domain)).status == .notFound)
        #expect(try await commit(id, reference, digest: "sha-256=GF").problem?.code == .malformed)
    }

    @Test func `an upload above the limit is 413 before its body is read`() async throws {
        let id = try await create()
        _ = try await append(Self.hello, at: 0, ends: false, to: id)
        let response = try await append(Self.hello, at: 5, to: id, limit: 9)
        #expect(response.status == .contentTooLarge)
        #expect(response.problem?.code == .tooLarge)
        let overflow = try await append(Self.hello, at: .max, to: id)
        #expect(overflow.problem?.code == .tooLarge)
    }

    @Test func `an abandoned session is gone; abandoning succeeds again`() async throws {
        let id = try await create()
        for _ in 0..<2 {
            #expect(try await send(.delete, InternalPath.upload(id, in: scene.domain)).status == .noContent)
        }
        #expect(try await append(Self.hello, at: 0, to: id).problem?.code == .uploadNotFound)
        #expect(try await commit(id, .random()).status == .notFound)
    }

    @Test(arguments: ["+5", "-1", "0 0", "0x1", "", "18446744073709551616", "1,1"])
    func `RFC 9110 §8.6 a number that is not all digits is 400`(_ text: String) async throws {
        let id = try await create()
        let path = InternalPath.upload(id, in: scene.domain)
        var fields = UploadFields.part(at: 0, endsUpload: true)
        fields[.uploadOffset] = text
        #expect(try await send(.patch, path + "?limit=9", fields, body: [1]).problem?.code == .malformed)
        #expect(try await commit(id, .random(), length: text).problem?.code == .malformed)
        let fine = UploadFields.part(at: 0, endsUpload: true)
        let query = text.replacing("+", with: "%2B").replacing(" ", with: "%20")
        #expect(try await send(.patch, path + "?limit=\(query)", fine, body: [1]).problem?.code == .malformed)
        let reference = InternalPath.reference(.random(), in: scene.domain)
        #expect(try await send(.put, reference + "?limit=\(query)", body: [1]).problem?.code == .malformed)
    }

    @Test(arguments: [HTTPField.Name.uploadOffset, .uploadComplete, .contentType])
    func `a part without all that must be said of it is 400`(_ name: HTTPField.Name) async throws {
        let id = try await create()
        var fields = UploadFields.part(at: 0, endsUpload: true)
        fields[name] = nil
        let path = InternalPath.upload(id, in: scene.domain) + "?limit=9"
        #expect(try await send(.patch, path, fields, body: [1]).problem?.code == .malformed)
    }

    @Test(arguments: ["1", "true", "?2", "?1;a", "?0, ?1"])
    func `RFC 8941 §4.2.8 what is no Boolean is 400`(_ text: String) async throws {
        let id = try await create()
        var fields = UploadFields.part(at: 0, endsUpload: true)
        fields[.uploadComplete] = text
        let path = InternalPath.upload(id, in: scene.domain) + "?limit=9"
        #expect(try await send(.patch, path, fields, body: [1]).problem?.code == .malformed)
    }

    @Test func `a commit needs the length, and a session and a reference that can be`() async throws {
        let id = try await create()
        #expect(try await commit(id, .random(), length: nil).problem?.code == .malformed)
        let base = InternalPath.uploads(in: scene.domain)
        #expect(try await send(.get, base + "/nonsense").problem?.code == .malformed)
        let path = base + "/\(id)/references/nonsense"
        #expect(try await send(.put, path, [.uploadLength: "0"]).problem?.code == .malformed)
    }
}
