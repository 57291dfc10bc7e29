import BlobModel
import DurableIO
import KeyValueIndex
import Logging
import SystemPackage

/// Opens a shard, or makes it.
///
/// All of it blocks its thread.
struct ShardOpening: Sendable {
    /// The shard's directory.
    let directory: FilePath

    /// The shard that must be there.
    let identity: ShardIdentity

    /// The settings.
    let options: ShardOptions

    /// The file system that has the directory.
    let fileSystem: any FileSystem

    /// Where to tell of what was recovered.
    let logger: Logger

    /// Locks the directory, checks whose it is, and brings log and index together.
    func run() throws(BlobStoreError) -> Shard.Parts {
        let lock = try takeLock()
        let segments = SegmentDirectory(path: directory.appending("segments"), fileSystem: fileSystem)
        try checkIdentity(segments)
        try ensureLog(segments)
        let opener = ContentOpener(keys: try makeKeys())
        let indexPath = directory.appending("index")
        try ensureDirectory(indexPath)
        let index = try ShardIndex.current(at: indexPath, identity, options, fileSystem, logger)
        var recovery = LogRecovery(
            directory: segments,
            index: index,
            shard: identity.shard,
            members: opener.members,
            logger: logger
        )
        let log = ShardLog(try recovery.run(), directory: segments, shard: identity.shard, options: options)
        ShardRebuild.removeDraft(ofShardAt: directory, fileSystem)
        return Shard.Parts(
            reader: ShardReader(index: index, files: SegmentFiles(directory: segments), lock: lock, opener: opener),
            writer: ShardWriter(
                log: log,
                index: index,
                lock: lock,
                directory: segments,
                options: options,
                logger: logger
            ),
            directory: segments,
            logger: logger
        )
    }

    private func makeKeys() throws(BlobStoreError) -> DomainKeyStore {
        let keys = KeyDirectory(ofShardAt: directory, fileSystem: fileSystem)
        return try DomainKeyStore(keys, shard: identity, ring: options.masterKeys, now: options.now)
    }

    private func takeLock() throws(BlobStoreError) -> any FileLock {
        if options.mayCreate { try ensureDirectory(directory) }
        do throws(FileError) {
            return try fileSystem.lock(at: directory.appending("shard.lock"))
        } catch .locked {
            throw .locked(directory)
        } catch  where error.isAbsence {
            throw .absent(directory)
        } catch {
            throw .file(error)
        }
    }

    /// Checks the identity of what is there, or writes that of a new shard.
    private func checkIdentity(_ segments: SegmentDirectory) throws(BlobStoreError) {
        guard let found = try ShardIdentity(readingFrom: directory, fileSystem) else {
            guard try !hasSegments(segments) else { throw .identityMissing(directory) }
            guard options.mayCreate else { throw .absent(directory) }
            return try identity.write(to: directory, fileSystem)
        }
        guard found == identity else { throw .identityMismatch(directory, expected: identity, found: found) }
    }

    /// Makes the directory of segments; in a shard that must be there, a missing one is a disk that is not mounted.
    private func ensureLog(_ segments: SegmentDirectory) throws(BlobStoreError) {
        if options.mayCreate { return try ensureDirectory(segments.path) }
        do throws(FileError) {
            _ = try segments.numbers()
        } catch  where error.isAbsence {
            throw .absent(segments.path)
        } catch {
            throw .file(error)
        }
    }

    private func hasSegments(_ segments: SegmentDirectory) throws(BlobStoreError) -> Bool {
        do throws(FileError) {
            return try !segments.numbers().isEmpty
        } catch  where error.isAbsence {
            return false
        } catch {
            throw .file(error)
        }
    }

    private func ensureDirectory(_ path: FilePath) throws(BlobStoreError) {
        do throws(FileError) { try fileSystem.ensureDirectory(at: path) } catch { throw .file(error) }
    }
}
