import BlobAPI
import BlobModel
import Cryptography
import FoundationEssentials
import Testing

@Suite struct NodeAssignmentTests {
    private let map: ShardMap
    private let roots: RootKeyRing

    init() throws {
        map = try BlobErrorSamples.map(epoch: 3)
        roots = try RootKeyRing.initial().adding(
            SigningKeyID(validating: "k2"),
            secret: SecureRandom.bytes(SigningKey.secretByteCount)
        )
    }

    private func assignment() throws -> NodeAssignment {
        NodeAssignment(
            keys: roots.derived(for: try NodeID(validating: "blob-1")),
            chunkingSecret: .random(),
            shardMap: map,
            frontPublicURL: "https://cal.example.com"
        )
    }

    @Test func `an assignment names the node's shards and survives JSON`() throws {
        let assignment = try assignment()
        #expect(assignment.shards.map(\.text) == ["blob-1-0"])
        #expect(assignment.deployment == map.deployment)
        let copy = try APICoding.decode(NodeAssignment.self, from: APICoding.encode(assignment))
        #expect(copy == assignment)
        #expect(try copy.validatedChunkingSecret().bytes == assignment.chunkingSecret.bytes)
    }

    @Test func `the keys of an assignment verify what the front signs for that node`() throws {
        let assignment = try assignment()
        let now = Date(timeIntervalSince1970: 1_700_000_000)
        let grant = try DownloadGrant(
            domain: BlobErrorSamples.domain(),
            blob: ContentID(of: [1].span),
            filename: "a.txt",
            mediaType: "text/plain"
        )
        let url = SignedURL.mint(grant, with: roots.derived(for: assignment.node), lifetime: .seconds(600), now: now)
        try url.verify(with: assignment.keyRing(), now: now)
        let other = SignedURL.mint(
            grant,
            with: roots.derived(for: try NodeID(validating: "blob-2")),
            lifetime: .seconds(600),
            now: now
        )
        #expect(throws: SignedURLError.signature) { try other.verify(with: assignment.keyRing(), now: now) }
    }

    @Test func `an assignment with a cut key is refused`() throws {
        let good = try assignment()
        let bad = NodeAssignment(
            deployment: good.deployment,
            node: good.node,
            shards: good.shards,
            chunkingSecret: Base64URLBytes([1]),
            signingKeys: [NodeSigningKey(id: good.signingKeys[0].id, state: .active, key: Base64URLBytes([1, 2]))],
            shardMap: good.shardMap,
            frontPublicURL: good.frontPublicURL
        )
        #expect(throws: BlobModelError.self) { try bad.keyRing() }
        #expect(throws: BlobModelError.secretLength(expected: 32, found: 1)) { try bad.validatedChunkingSecret() }
    }

    @Test func `no description of an assignment shows a secret`() throws {
        let assignment = try assignment()
        let text = String(describing: assignment)
        #expect(!text.contains(Base64URL.encode(assignment.chunkingSecret.bytes)))
        #expect(!text.contains(assignment.chunkingSecret.bytes.map(String.init).joined(separator: ", ")))
    }
}
