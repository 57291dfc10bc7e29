import BlobModel
package import DurableIO
import FoundationEssentials
package import SystemPackage

/// A shard that no process has open, locked for being looked at.
///
/// Nothing in it is changed: what a crash left behind the index's checkpoint stays for the next opening to replay. All
/// calls block their thread.
package struct StoppedShard: Sendable {
    /// Which shard of which deployment it is.
    package let identity: ShardIdentity

    /// What reads; it holds the lock.
    let reader: ShardReader

    /// The directory of segments.
    let directory: SegmentDirectory

    /// The shard's index.
    var index: ShardIndex { reader.index }

    /// Locks the shard in a directory.
    ///
    /// - Parameters:
    ///   - path: The shard's directory.
    ///   - masterKeys: The master keys, without which what is encrypted can be checked but not be read.
    ///   - fileSystem: The file system that has it.
    /// - Throws: ``BlobStoreError/locked(_:)`` when a process has the shard open, ``BlobStoreError/absent(_:)`` and
    ///   ``BlobStoreError/indexMissing(_:)``, ``BlobStoreError/keys(_:_:)`` when the master keys are others, and the faults
    ///   of an identity or an index that is not this shard's.
    package init(
        at path: FilePath,
        masterKeys: MasterKeyRing? = nil,
        fileSystem: any FileSystem = LocalFileSystem()
    ) throws(BlobStoreError) {
        identity = try ShardIdentity.ofShard(at: path, fileSystem)
        let lock = try Self.lock(path, fileSystem)
        directory = SegmentDirectory(path: path.appending("segments"), fileSystem: fileSystem)
        let indexPath = path.appending("index")
        guard try Self.hasIndex(at: indexPath, fileSystem) else { throw .indexMissing(indexPath) }
        let index = try ShardIndex(at: indexPath, identity: identity)
        let opener = ContentOpener(keys: try Self.keys(path, identity, masterKeys, fileSystem))
        let files = SegmentFiles(directory: directory)
        reader = ShardReader(index: index, files: files, lock: lock, opener: opener)
    }

    /// What the shard has, and how it is.
    ///
    /// - Throws: What the index and the file system throw.
    package func status() throws(BlobStoreError) -> ShardOverview {
        try index.overview(of: identity, availableBytes: directory.availableBytes(), writesStopped: nil)
    }

    private static func keys(
        _ path: FilePath,
        _ identity: ShardIdentity,
        _ ring: MasterKeyRing?,
        _ fileSystem: any FileSystem
    ) throws(BlobStoreError) -> DomainKeyStore? {
        guard let ring else { return nil }
        let directory = KeyDirectory(path: path.appending("keys"), fileSystem: fileSystem)
        return try DomainKeyStore(directory, shard: identity, ring: ring, now: { Date() })
    }

    private static func lock(_ path: FilePath, _ fileSystem: any FileSystem) throws(BlobStoreError) -> any FileLock {
        do throws(FileError) {
            return try fileSystem.lock(at: path.appending("shard.lock"))
        } catch .locked {
            throw .locked(path)
        } catch {
            throw .file(error)
        }
    }

    private static func hasIndex(at path: FilePath, _ fileSystem: any FileSystem) throws(BlobStoreError) -> Bool {
        do throws(FileError) {
            return try fileSystem.list(at: path).contains("data.mdb")
        } catch  where error.isAbsence {
            return false
        } catch {
            throw .file(error)
        }
    }
}

extension ShardIdentity {
    /// Returns the identity of the shard in a directory.
    ///
    /// - Parameters:
    ///   - path: The shard's directory.
    ///   - fileSystem: The file system that has it.
    /// - Returns: The identity.
    /// - Throws: ``BlobStoreError/absent(_:)``, ``BlobStoreError/malformedIdentity(_:)``, and what the file system throws.
    package static func ofShard(
        at path: FilePath,
        _ fileSystem: any FileSystem = LocalFileSystem()
    ) throws(BlobStoreError) -> ShardIdentity {
        guard let identity = try ShardIdentity(readingFrom: path, fileSystem) else { throw .absent(path) }
        return identity
    }
}
