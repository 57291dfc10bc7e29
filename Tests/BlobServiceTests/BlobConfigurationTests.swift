import BlobAPI
import BlobModel
import BlobStore
import Cryptography
import DurableIO
import ServiceSupport
import SystemPackage
import Testing

@testable import BlobService

@Suite struct BlobConfigurationTests {
    private let directory: TemporaryDirectory
    private let secret = PeerSecret.random()
    private let front = PeerSecret.random()

    init() throws {
        directory = try TemporaryDirectory()
        let path = directory.path.appending("secret")
        try LocalFileSystem().replaceFile(at: path, with: Array(secret.current.utf8))
    }

    private func values(_ changes: [SettingKey: String] = [:]) -> [SettingKey: String] {
        let digests = front.digests.map(\.hexadecimal).joined(separator: ",")
        let base: [SettingKey: String] = [
            "data": "/var/lib/attache", "blob.node-id": "blob-1", "blob.public-url": "https://files.example.com/",
            "blob.front-url": "http://10.0.0.1:9080", "blob.front-digest": digests,
            "service.secret-file": directory.path.appending("secret").string,
        ]
        return base.merging(changes) { _, new in new }
    }

    @Test func `a node is configured by settings and has safe defaults`() throws {
        let configuration = try BlobConfiguration(settings: Settings(values()))
        #expect(configuration.node.text == "blob-1")
        #expect(configuration.publicURL.string == "https://files.example.com")
        #expect(configuration.secret.current == secret.current)
        #expect(configuration.peers.peer(presenting: "Bearer \(front.current)") == BlobConfiguration.frontPeer)
        #expect(configuration.publicAddress == .loopback(8081))
        #expect(configuration.internalAddress == .loopback(9081))
        #expect(configuration.credentials == .loopback)
        #expect(configuration.trustedProxies.isEmpty)
        #expect(configuration.operators == nil)
        #expect(configuration.shards.grace == .seconds(86_400))
        #expect(configuration.shards.compactionLiveShare == 0.6)
        #expect(configuration.shards.masterKeys == nil)
        #expect(configuration.maintenance == MaintenancePlan())
    }

    @Test func `the shards and their maintenance are configured by settings`() throws {
        let configuration = try BlobConfiguration(
            settings: Settings(
                values([
                    "collection.grace": "90s", "compaction.live-share": "35%", "scrub.period": "7d",
                    "recount.interval": "12h", "maintenance.bytes-per-second": "8MiB", "uploads.session-expiry": "2h",
                    "internal.operator-secret-file": directory.path.appending("secret").string,
                ])
            )
        )
        #expect(configuration.shards.grace == .seconds(90))
        #expect(configuration.shards.compactionLiveShare == 0.35)
        #expect(configuration.shards.maintenanceBytesPerSecond == 8 << 20)
        #expect(configuration.shards.sessionExpiry == .seconds(7200))
        #expect(configuration.maintenance.scrub == .seconds(7 * 86_400))
        #expect(configuration.maintenance.recount == .seconds(12 * 3600))
        #expect(configuration.maintenance.collection == .seconds(90))
        let presented = "Bearer \(secret.current)"
        #expect(configuration.operators?.peer(presenting: presented) == BlobConfiguration.operatorPeer)
    }

    @Test func `a node that has the operator's secret takes what is derived from it, and knows a digest for its place`()
        throws
    {
        let file: [SettingKey: String] = [
            "internal.operator-secret-file": directory.path.appending("secret").string
        ]
        let configuration = try BlobConfiguration(settings: Settings(values(file)))
        let shown = secret.shown(to: configuration.node)
        #expect(configuration.operators?.peer(presenting: "Bearer \(shown.current)") == BlobConfiguration.operatorPeer)
        #expect(configuration.digestsForOperatorFile == shown.digests)
    }

    @Test func `a digest is enough to know the operator by, and opens nothing at another node`() throws {
        let node = try NodeID(validating: "blob-1")
        let digest = secret.shown(to: node).digests.map(\.hexadecimal).joined(separator: ",")
        let configuration = try BlobConfiguration(settings: Settings(values(["internal.operator-digest": digest])))
        #expect(configuration.digestsForOperatorFile.isEmpty)
        let shown = secret.shown(to: node).current
        #expect(configuration.operators?.peer(presenting: "Bearer \(shown)") == BlobConfiguration.operatorPeer)
        let elsewhere = secret.shown(to: try NodeID(validating: "blob-2")).current
        #expect(configuration.operators?.peer(presenting: "Bearer \(elsewhere)") == nil)
        #expect(configuration.operators?.peer(presenting: "Bearer \(secret.current)") == nil)
    }

    @Test func `while the operator's secret changes, a node knows both`() throws {
        let node = try NodeID(validating: "blob-1")
        let (old, new) = (PeerSecret.random(), PeerSecret.random())
        let digests = [new, old].flatMap { $0.shown(to: node).digests }.map(\.hexadecimal).joined(separator: ", ")
        let configuration = try BlobConfiguration(settings: Settings(values(["internal.operator-digest": digests])))
        for secret in [new, old] {
            let presented = "Bearer \(secret.shown(to: node).current)"
            #expect(configuration.operators?.peer(presenting: presented) == BlobConfiguration.operatorPeer)
        }
    }

    @Test func `a former master key alone is refused`() throws {
        let path = directory.path.appending("master")
        try LocalFileSystem().replaceFile(at: path, with: Array(MasterKey.random().text.utf8))
        let former: [SettingKey: String] = ["encryption.previous-master-key-file": path.string]
        #expect(throws: SettingError.self) { try BlobConfiguration(settings: Settings(values(former))) }
        let both = former.merging(["encryption.master-key-file": path.string]) { first, _ in first }
        #expect(try BlobConfiguration(settings: Settings(values(both))).shards.masterKeys?.previous != nil)
    }

    @Test(arguments: [
        ("blob.node-id", "Blob 1", "lower-case"), ("blob.front-digest", "abc", "64 hexadecimal digits"),
        ("blob.credentials", "always", "behind-tls-proxy"), ("blob.public-url", "files", "URL"),
        ("compaction.live-share", "0.6", "such as 60%"), ("compaction.live-share", "99%", "from 10% to 95%"),
        ("collection.grace", "-1", "a time such as"), ("internal.operator-secret-file", "/nowhere/x", "no such file"),
        ("internal.operator-digest", "abc", "64 hexadecimal digits"),
        ("encryption.master-key-file", "/nowhere/key", "no such file"), ("scrub.period", "1s", "from 60"),
        ("blob.listen", "8081", "a host and a port"), ("service.secret-file", "/nowhere/secret", "no such file"),
    ])
    func `a wrong value is refused with its key and what is allowed`(
        _ key: String,
        _ value: String,
        _ words: String
    ) throws {
        let error = #expect(throws: SettingError.self) {
            try BlobConfiguration(settings: Settings(values([SettingKey(key): value])))
        }
        let sentence = try #require(error).description
        #expect(sentence.contains(key))
        #expect(sentence.contains(value))
        #expect(sentence.contains(words))
    }

    @Test(arguments: ["data", "blob.node-id", "blob.public-url", "blob.front-url", "blob.front-digest"])
    func `a missing value is refused with its key`(_ key: String) throws {
        let error = #expect(throws: SettingError.self) {
            try BlobConfiguration(settings: Settings(values([SettingKey(key): ""])))
        }
        #expect(try #require(error).description.contains(key))
    }
}
