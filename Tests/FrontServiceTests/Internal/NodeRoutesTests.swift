import SQLDatabase
import NIOCore
import BlobAPI
import BlobModel
import Cryptography
import DeploymentStore
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import FrontService

@Suite struct NodeRoutesTests {
    private func problem(_ answer: TestResponse) throws -> APIProblem {
        #expect(answer.headers[.contentType] == APIProblem.mediaType)
        #expect(answer.headers[.cacheControl] == "no-store")
        return try APICoding.decode(APIProblem.self, from: Array(buffer: answer.body))
    }

    private func assignment(of position: Int, _ scene: AttachmentFront, by caller: Int) async throws -> TestResponse {
        try await scene.call(
            .get,
            InternalPath.assignment(of: scene.deployment.nodes[position].id),
            [.authorization: scene.deployment.authorization(caller)]
        )
    }

    @Test func `a node gets its assignment: shards, map, chunking secret, and keys derived for it alone`() async throws
    {
        try await AttachmentFront.run { scene in
            let answer = try await assignment(of: 0, scene, by: 0)
            #expect(answer.status == .ok)
            #expect(answer.headers[.cacheControl] == "no-store")
            let assignment = try APICoding.decode(NodeAssignment.self, from: Array(buffer: answer.body))
            let store = scene.dependencies.deployment
            let (deployment, roots) = try await scene.dependencies.database.read { txn in
                (try store.deployment(in: txn), try store.keyRing(in: txn))
            }
            let node = scene.deployment.nodes[0].id
            #expect(assignment.node == node)
            #expect(assignment.deployment == deployment.id)
            #expect(assignment.shards == [try ShardID(validating: "blob-1-s")])
            #expect(assignment.shardMap == scene.deployment.map)
            #expect(assignment.chunkingSecret.bytes == deployment.chunkingSecret.bytes)
            #expect(assignment.frontPublicURL == "https://cal.example.com")
            #expect(try assignment.keyRing().keys == roots.derived(for: node).keys)
            #expect(try assignment.keyRing().keys != roots.keys)
        }
    }

    @Test func `a node gets nobody else's assignment`() async throws {
        try await AttachmentFront.run { scene in
            let answer = try await assignment(of: 1, scene, by: 0)
            #expect(answer.status == .forbidden)
            #expect(try problem(answer).code == .peerForbidden)
        }
    }

    @Test func `a node that is registered and has no shard in the map is unknown`() async throws {
        try await AttachmentFront.run { scene in
            let secret = PeerSecret.random()
            let id = try NodeID(validating: "blob-3")
            let entry = NodeEntry(id: id, internalURL: "http://127.0.0.1:9083", publicURL: "http://127.0.0.1:8083")
            let (store, now) = (scene.dependencies.deployment, scene.front.clock.now)
            try await scene.dependencies.database.write { txn in
                try store.register(NodeRecord(entry: entry, secretDigests: secret.digests), now: now, in: txn)
            }
            let answer = try await scene.call(
                .get,
                InternalPath.assignment(of: id),
                [.authorization: "Bearer \(secret.current)"]
            )
            #expect(answer.status == .notFound)
            #expect(try problem(answer).code == .nodeUnknown)
        }
    }

    @Test func `the shard map is handed out to nodes`() async throws {
        try await AttachmentFront.run { scene in
            let answer = try await scene.call(
                .get,
                BlobAPI.Operation.shardMap.template,
                [.authorization: scene.deployment.authorization(1)]
            )
            #expect(answer.status == .ok)
            let map = try APICoding.decode(ShardMap.self, from: Array(buffer: answer.body))
            #expect(map == scene.deployment.map)
        }
    }

    @Test(arguments: [nil, "Bearer", "Bearer AAAA", "Basic YWxpY2U6YWxpY2U="])
    func `RFC 9110 §15.5.2 a caller without a known secret is 401 with a challenge`(value: String?) async throws {
        try await AttachmentFront.run { scene in
            var fields = HTTPFields()
            fields[.authorization] = value
            for operation in BlobAPI.Operation.allCases where operation.servers == [.front] {
                let uri = operation.template.replacing("{node}", with: "blob-1")
                let answer = try await scene.call(operation.method, uri, fields, body: [])
                #expect(answer.status == .unauthorized, "\(operation)")
                #expect(answer.headers[.wwwAuthenticate] == "Bearer")
                #expect(try problem(answer).code == .peerUnauthenticated)
            }
        }
    }

    @Test func `both secrets are good during a rotation, and the old one at once no more after it`() async throws {
        try await AttachmentFront.run { scene in
            let node = scene.deployment.nodes[0].id
            let old = scene.deployment.secrets[0]
            let new = PeerSecret.random()
            try await setDigests(new.digests + old.digests, of: node, scene)
            #expect(try await assignment(of: 0, scene, by: 0).status == .ok)
            let fields: HTTPFields = [.authorization: "Bearer \(new.current)"]
            #expect(try await scene.call(.get, InternalPath.assignment(of: node), fields).status == .ok)
            try await setDigests(new.digests, of: node, scene)
            #expect(try await assignment(of: 0, scene, by: 0).status == .unauthorized)
        }
    }

    private func setDigests(_ digests: [SHA256Digest], of node: NodeID, _ scene: AttachmentFront) async throws {
        let store = scene.dependencies.deployment
        try await scene.dependencies.database.write { txn in try store.setSecretDigests(digests, of: node, in: txn) }
    }

    @Test func `a malformed deadline is refused`() async throws {
        try await AttachmentFront.run { scene in
            let answer = try await scene.call(
                .get,
                BlobAPI.Operation.shardMap.template,
                [.authorization: scene.deployment.authorization(0), .deadline: "soon"]
            )
            #expect(answer.status == .badRequest)
            #expect(try problem(answer).code == .malformed)
        }
    }

    @Test func `the public listener has none of the internal routes`() async throws {
        try await AttachmentFront.run { scene in
            for operation in BlobAPI.Operation.allCases where operation.servers == [.front] {
                let uri = operation.template.replacing("{node}", with: "blob-1")
                let answer = try await scene.front.send(operation.method.rawValue, uri)
                #expect(answer.status == .notFound, "\(operation)")
            }
        }
    }

    @Test func `the internal listener has every operation of the front and none of the public routes`() async throws {
        try await AttachmentFront.run { scene in
            for operation in BlobAPI.Operation.allCases where operation.servers.contains(.front) {
                let uri = operation.template.replacing("{node}", with: "blob-1")
                let answer = try await scene.call(operation.method, uri)
                #expect(answer.status == (operation.needsSecret ? .unauthorized : .ok), "\(operation)")
            }
            #expect(try await scene.call(.get, "/calendars/alice/").status == .notFound)
        }
    }
}
