package import BlobModel
package import DurableIO
import FoundationEssentials
package import SystemPackage

/// The keys of a shard that no process has open, locked for being changed.
package struct StoppedShardKeys: Sendable {
    private let keys: DomainKeyStore
    private let lock: any FileLock

    /// Locks the shard in a directory.
    ///
    /// - Parameters:
    ///   - path: The shard's directory.
    ///   - masterKeys: The master keys.
    ///   - fileSystem: The file system that has it.
    /// - Throws: ``BlobStoreError/absent(_:)``, ``BlobStoreError/locked(_:)`` when a process has the shard open, and
    ///   ``BlobStoreError/keys(_:_:)`` when the master keys are others.
    package init(
        at path: FilePath,
        masterKeys: MasterKeyRing,
        fileSystem: any FileSystem = LocalFileSystem()
    ) throws(BlobStoreError) {
        let identity = try ShardIdentity.ofShard(at: path, fileSystem)
        do throws(FileError) {
            lock = try fileSystem.lock(at: path.appending("shard.lock"))
        } catch .locked {
            throw .locked(path)
        } catch {
            throw .file(error)
        }
        let directory = KeyDirectory(ofShardAt: path, fileSystem: fileSystem)
        keys = try DomainKeyStore(directory, shard: identity, ring: masterKeys, now: { Date() })
    }

    /// Returns what is to be said of the keys, after looking at every key file.
    ///
    /// - Throws: What the file system throws.
    package func status() throws(BlobStoreError) -> MasterKeyStatus {
        try keys.status()
    }

    /// Wraps the keys of all domains under the current master key; it may be stopped and repeated.
    ///
    /// - Parameter progress: Told after every few files how many of how many were looked at.
    /// - Returns: What was done.
    /// - Throws: `CancellationError` and ``BlobStoreError``.
    package func rotate(progress: @Sendable (RotationProgress) -> Void) async throws -> RotationReport {
        let pool = BlockingPool(label: "key-rotation", threads: 1)
        return try await MasterKeyRotation(keys: keys, pool: pool).run(progress: progress)
    }

    /// Erases the key of a domain, durably, as an open shard does.
    ///
    /// - Parameter domain: The domain.
    /// - Returns: Whether there was a key; false when it was erased before.
    /// - Throws: ``BlobStoreError/keys(_:_:)`` with ``KeyFault/notEncrypted`` when the domain never had a key.
    package func erase(_ domain: DedupDomain) throws(BlobStoreError) -> Bool {
        try keys.erase(domain.key)
    }
}
