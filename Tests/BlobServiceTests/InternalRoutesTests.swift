import BlobAPI
import BlobModel
import BlobStoreTesting
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import BlobService

@Suite struct InternalRoutesTests {
    private let scene: NodeScene

    init() throws {
        scene = try NodeScene()
    }

    private func send(
        _ method: HTTPRequest.Method,
        _ uri: String,
        _ headers: HTTPFields? = nil,
        body: [UInt8]? = nil
    ) async throws -> TestResponse {
        try await scene.internalApplication.test(.router) { client in
            try await client.execute(
                uri: uri,
                method: method,
                headers: headers ?? scene.call,
                body: body.map { ByteBuffer(bytes: $0) }
            ) { $0 }
        }
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ response: TestResponse) throws -> Value {
        try APICoding.decode(type, from: response.bytes)
    }

    @Test func `a body is stored under its reference: 201, then 200, then 409 for other bytes`() async throws {
        let path = InternalPath.reference(.random(), in: scene.domain) + "?limit=100"
        let first = try await send(.put, path, body: [1, 2, 3])
        #expect(first.status == .created)
        #expect(try decode(StoredBlob.self, first).blob == ContentID(of: [1, 2, 3].span))
        let second = try await send(.put, path, body: [1, 2, 3])
        #expect(second.status == .ok)
        let other = try await send(.put, path, body: [4])
        #expect(other.status == .conflict)
        #expect(other.problem?.code == .referenceConflict)
    }

    @Test func `a body above the limit is 413 and leaves nothing`() async throws {
        let reference = ReferenceID.random()
        let path = InternalPath.reference(reference, in: scene.domain)
        let response = try await send(.put, path + "?limit=2", body: [1, 2, 3])
        #expect(response.status == .contentTooLarge)
        #expect(response.problem?.code == .tooLarge)
        #expect(try await send(.get, path).status == .notFound)
    }

    @Test(arguments: ["", "?limit", "?limit=x", "?limit=1&limit=2", "?limit=1&x=2", "?limit=-1"])
    func `a query other than one limit is 400`(_ query: String) async throws {
        let path = InternalPath.reference(.random(), in: scene.domain)
        let response = try await send(.put, path + query, body: [1])
        #expect(response.problem?.code == .malformed)
    }

    @Test func `a reference tells its blob until it is released, twice if need be`() async throws {
        let reference = ReferenceID.random()
        let path = InternalPath.reference(reference, in: scene.domain)
        _ = try await send(.put, path + "?limit=9", body: [1, 2, 3])
        #expect(try decode(BlobDescription.self, try await send(.get, path)).size == 3)
        #expect(try await send(.delete, path).status == .noContent)
        #expect(try await send(.delete, path).status == .noContent)
        let gone = try await send(.get, path)
        #expect(gone.problem?.code == .referenceNotFound)
    }

    @Test func `a blob is read whole and in part, and described`() async throws {
        let blob = try await scene.store([UInt8](0..<100))
        let path = InternalPath.blob(blob, in: scene.domain)
        let whole = try await send(.get, path)
        #expect(whole.bytes == [UInt8](0..<100))
        var fields = scene.call
        fields[.range] = "bytes=10-19"
        let part = try await send(.get, path, fields)
        #expect(part.status == .partialContent)
        #expect(part.bytes == [UInt8](10..<20))
        #expect(part.headers[.contentRange] == "bytes 10-19/100")
        let described = try await send(.get, InternalPath.description(of: blob, in: scene.domain))
        #expect(try decode(BlobDescription.self, described) == BlobDescription(blob: blob, size: 100))
    }

    @Test func `an unknown blob is 404 and a malformed one 400`() async throws {
        let unknown = try await send(.get, InternalPath.blob(ContentID(of: [9].span), in: scene.domain))
        #expect(unknown.problem?.code == .blobNotFound)
        let malformed = try await send(.get, "/internal/v1/domains/\(scene.domain)/blobs/nonsense")
        #expect(malformed.problem?.code == .malformed)
        let domain = try await send(.get, "/internal/v1/domains/NO_DOMAIN/references/\(ReferenceID.random())")
        #expect(domain.problem?.code == .malformed)
    }

    @Test func `the status names node, epoch, and shards`() async throws {
        let shard = try ShardID(validating: "blob-1-s1")
        let status = ShardStatus(
            shard: shard,
            state: .ready,
            segments: 2,
            segmentBytes: 10,
            liveBytes: 9,
            batches: 8,
            synchronisations: 7
        )
        scene.storage.statuses.withLock { $0 = [status] }
        let answer = try decode(NodeStatus.self, try await send(.get, "/internal/v1/status"))
        #expect(answer.node == scene.node)
        #expect(answer.epoch == 3)
        #expect(answer.shards == [status])
    }

    @Test(arguments: [nil, "Bearer wrong", "Basic YTpi"])
    func `nobody gets in without the front's secret`(_ authorization: String?) async throws {
        var fields = scene.call
        fields[.authorization] = authorization
        for operation in BlobAPI.Operation.allCases where operation.servers.contains(.node) && operation.needsSecret {
            let uri = operation.template.replacing("{", with: "").replacing("}", with: "")
            let response = try await send(operation.method, uri, fields)
            #expect(response.status == .unauthorized, "\(operation)")
            #expect(response.headers[.wwwAuthenticate] == "Bearer")
        }
    }

    @Test(arguments: ["//internal/v1/status", "/internal//v1/status", "///internal/v1/status", "//healthz"])
    func `a path that is spelled another way does not get round the secret`(_ path: String) async throws {
        let response = try await send(.get, path, [:])
        #expect(response.problem?.code == .peerUnauthenticated)
    }

    @Test func `a reference cannot be released without the secret, however its path is spelled`() async throws {
        let reference = ReferenceID.random()
        let path = InternalPath.reference(reference, in: scene.domain)
        _ = try await send(.put, path + "?limit=9", body: [1, 2, 3])
        let fields: HTTPFields = [.shardMapEpoch: String(scene.map.epoch)]
        #expect(try await send(.delete, "/" + path, fields).status == .unauthorized)
        #expect(try await send(.get, path).status == .ok)
    }

    @Test func `health is told without the secret`() async throws {
        #expect(try await send(.get, "/healthz", [:]).status == .ok)
        #expect(try await send(.get, "/readyz", [:]).status == .ok)
    }

    @Test func `every operation of a node has a route`() async throws {
        for operation in BlobAPI.Operation.allCases where operation.servers.contains(.node) && operation != .metrics {
            var fields = scene.call
            if operation.caller == .operator { fields[.authorization] = "Bearer \(scene.operatorSecret.current)" }
            let uri = operation.template
                .replacing("{domain}", with: scene.domain.id)
                .replacing("{reference}", with: "\(ReferenceID.random())")
                .replacing("{session}", with: "\(UploadSessionID.random())")
                .replacing("{blob}", with: "\(ContentID(of: [1].span))")
            let response = try await send(operation.method, uri, fields)
            #expect(response.problem?.code != .routeNotFound, "\(operation)")
            #expect(operation.statuses.contains(Int(response.status.code)), "\(operation): \(response.status)")
        }
    }

    @Test func `an unknown route is a problem document too`() async throws {
        let response = try await send(.get, "/internal/v1/nothing")
        #expect(response.status == .notFound)
        #expect(response.problem?.code == .routeNotFound)
    }

    @Test func `the caller's request ID comes back`() async throws {
        var fields = scene.call
        fields[.requestID] = "abc-123"
        let response = try await send(.get, "/internal/v1/status", fields)
        #expect(response.headers[.requestID] == "abc-123")
    }

    @Test func `a deadline that passes is 504 and the work is cancelled`() async throws {
        let blob = try await scene.store([1])
        scene.storage.hangs.withLock { $0 = true }
        var fields = scene.call
        fields[.deadline] = "20"
        let response = try await send(.get, InternalPath.description(of: blob, in: scene.domain), fields)
        #expect(response.status == .gatewayTimeout)
        #expect(response.problem?.code == .deadlineExceeded)
    }

    @Test func `a malformed deadline is 400`() async throws {
        var fields = scene.call
        fields[.deadline] = "soon"
        let response = try await send(.get, "/internal/v1/status", fields)
        #expect(response.problem?.code == .malformed)
    }

    @Test func `damage and lack of space are told by their codes`() async throws {
        let path = InternalPath.reference(.random(), in: scene.domain)
        scene.storage.base.fail(with: .insufficientSpace)
        let full = try await send(.put, path + "?limit=9", body: [1])
        #expect(full.status.code == 507)
        scene.storage.base.fail(with: .corrupt(ContentID(of: [1].span)))
        let damaged = try await send(.get, InternalPath.blob(ContentID(of: [1].span), in: scene.domain))
        #expect(damaged.problem?.code == .corrupt)
    }

    @Test func `RFC 9110 §15.5.11 an upload into an erased domain is 410, which is likely to be permanent`()
        async throws
    {
        let path = InternalPath.reference(.random(), in: scene.domain)
        scene.storage.base.fail(with: .domainErased(scene.domain))
        let erased = try await send(.put, path + "?limit=9", body: [1])
        #expect(erased.status == .gone)
        #expect(erased.problem?.code == .domainErased)
    }
}
