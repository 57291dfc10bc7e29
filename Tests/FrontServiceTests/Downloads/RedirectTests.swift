import BlobAPI
import NIOCore
import HummingbirdTesting
import DeploymentStore
import SQLDatabase
import AttachmentStore
import BlobModel
import FoundationEssentials
import HTTPTypes
import Testing

@testable import FrontService

@Suite struct RedirectTests {
    @Test(arguments: ["GET", "HEAD"])
    func `redirect mode answers 307 with a signed URL that the node verifies, and nobody may cache it`(
        method: String
    ) async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let answer = try await scene.front.send(method, scene.path(held))
            #expect(answer.status == .temporaryRedirect)
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(answer.body.readableBytes == 0)
            let node = scene.deployment.map.node(for: held.holding.domain)
            let signed = try signedURL(answer.headers[.location], at: node)
            #expect(signed.grant.blob == held.attachment.blob)
            #expect(signed.grant.domain == held.holding.domain)
            #expect(signed.grant.filename == "menu.txt")
            #expect(signed.grant.mediaType == "text/plain")
            #expect(!signed.grant.isInline)
            let keys = try await keys(of: node, scene)
            #expect(throws: Never.self) { try signed.verify(with: keys, now: scene.front.clock.now) }
        }
    }

    @Test func `the life is the setting's, rounded up to five minutes, so that the link repeats`() async throws {
        try await AttachmentFront.run(configure: { $0.attachments.urlLifetime = .seconds(600) }) { scene in
            let held = try await scene.attach()
            let node = scene.deployment.map.node(for: held.holding.domain)
            let first = try await scene.front.send("GET", scene.path(held)).headers[.location]
            let signed = try signedURL(first, at: node)
            let start = Int64(scene.front.clock.now.timeIntervalSince1970)
            #expect(signed.expires % 300 == 0)
            #expect((600..<900).contains(signed.expires - start))
            scene.front.clock.advance(by: 10)
            let second = try await scene.front.send("GET", scene.path(held)).headers[.location]
            #expect(first == second)
        }
    }

    @Test func `RFC 9110 §13.2.1 conditions are ignored where the answer is a redirect`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let answer = try await scene.front.send("GET", scene.path(held), ["If-None-Match": "*"])
            #expect(answer.status == .temporaryRedirect)
        }
    }

    @Test func `a key that is activated signs within seconds, without a restart`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let node = scene.deployment.map.node(for: held.holding.domain)
            let before = try await scene.front.send("GET", scene.path(held)).headers[.location]
            #expect(try signedURL(before, at: node).seal.key.text == "k1")
            let (store, now) = (scene.dependencies.deployment, scene.front.clock.now)
            try await scene.dependencies.database.write { txn in
                let key = try store.addKey(now: now, in: txn)
                try store.activateKey(key, now: now, in: txn)
            }
            scene.front.clock.advance(by: PlacementCache.lifetime)
            let after = try await scene.front.send("GET", scene.path(held)).headers[.location]
            #expect(try signedURL(after, at: node).seal.key.text == "k2")
            let keys = try await keys(of: node, scene)
            #expect(throws: Never.self) {
                try signedURL(before, at: node).verify(with: keys, now: scene.front.clock.now)
            }
        }
    }

    @Test func `a node that moved is found within seconds, without a restart`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let position = scene.deployment.position(of: held.holding.domain)
            _ = try await scene.front.send("GET", scene.path(held))
            let old = scene.deployment.nodes[position]
            let moved = NodeEntry(id: old.id, internalURL: old.internalURL, publicURL: "https://elsewhere.example.com")
            let (store, now) = (scene.dependencies.deployment, scene.front.clock.now)
            let digests = scene.deployment.secrets[position].digests
            try await scene.dependencies.database.write { txn in
                try store.register(.init(entry: moved, secretDigests: digests), now: now, in: txn)
            }
            scene.front.clock.advance(by: PlacementCache.lifetime)
            let answer = try await scene.front.send("GET", scene.path(held))
            #expect(try #require(answer.headers[.location]).hasPrefix("https://elsewhere.example.com/d/v1/"))
        }
    }

    private func keys(of node: NodeEntry, _ scene: AttachmentFront) async throws -> NodeKeyRing {
        let store = scene.dependencies.deployment
        return try await scene.dependencies.database.read { txn in try store.keyRing(in: txn).derived(for: node.id) }
    }

    private func signedURL(_ location: String?, at node: NodeEntry) throws -> SignedURL {
        let location = try #require(location)
        try #require(location.hasPrefix(node.publicURL + "/"))
        let parts = location.dropFirst(node.publicURL.count).split(separator: "?", maxSplits: 1)
        return try SignedURL(parsingPath: String(parts[0]), query: String(parts[1]))
    }
}
