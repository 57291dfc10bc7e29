import BlobModel
import DurableIO
import DurableIOTesting
import FoundationEssentials
import SystemPackage

@testable import BlobStore

/// A directory of keys of its own, and what opens it.
struct KeyScene: Sendable {
    let temporary: TemporaryDirectory
    let shard: ShardIdentity
    let master = MasterKey.random()
    let next = MasterKey.random()

    init(shard: String = "s1", deployment: String = "aaaaaaaaaaaaaaaaaaaaaaaaaa") throws {
        temporary = try TemporaryDirectory()
        self.shard = ShardIdentity(
            shard: try ShardID(validating: shard),
            deployment: try DeploymentID(validating: deployment)
        )
    }

    var path: FilePath { temporary.path.appending("keys") }

    func directory(on fileSystem: any FileSystem = LocalFileSystem()) -> KeyDirectory {
        KeyDirectory(path: path, fileSystem: fileSystem)
    }

    /// Opens the store of the keys.
    func open(
        _ ring: MasterKeyRing?,
        on fileSystem: any FileSystem = LocalFileSystem()
    ) throws(BlobStoreError) -> DomainKeyStore {
        try DomainKeyStore(directory(on: fileSystem), shard: shard, ring: ring, now: { Date(timeIntervalSince1970: 9) })
    }

    /// Opens the store of the keys with the first master key.
    func open() throws(BlobStoreError) -> DomainKeyStore { try open(MasterKeyRing(current: master)) }

    /// The ring of a rotation.
    var rotating: MasterKeyRing { MasterKeyRing(current: next, previous: master) }

    /// Changes the bytes of a domain's key file.
    func change(_ domain: ContentID, _ body: (inout [UInt8]) -> Void) throws {
        let path = directory().path(of: domain)
        var bytes = try LocalFileSystem().contents(at: path)
        body(&bytes)
        try LocalFileSystem().replaceFile(at: path, with: bytes)
    }
}

extension DomainKeyStore {
    /// Returns the cipher for writing of a domain that has lost nothing.
    func cipher(for domainKey: ContentID) throws(BlobStoreError) -> DomainCipher {
        guard let cipher = try cipher(for: domainKey, unlessLost: { () throws(BlobStoreError) in false }) else {
            throw .keys("", .notEncrypted)
        }
        return cipher
    }
}

extension DomainStanding {
    var cipher: DomainCipher? {
        guard case .encrypted(let cipher) = self else { return nil }
        return cipher
    }

    var isErased: Bool {
        guard case .erased = self else { return false }
        return true
    }
}

extension ContentID {
    /// The key of a domain of a test.
    static func domain(_ number: Int) -> ContentID { ContentID(of: Array("home-\(number)".utf8).span) }
}
