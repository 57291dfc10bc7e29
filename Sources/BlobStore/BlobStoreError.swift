package import BlobModel
package import DurableIO
package import KeyValueIndex
package import SystemPackage

/// The ways in which a shard cannot be opened or cannot do what it was asked.
package enum BlobStoreError: Error, Hashable {
    /// Another process, or another part of this one, has the shard open.
    case locked(FilePath)
    /// The directory holds no shard, and the options do not allow to make one.
    case absent(FilePath)
    /// The directory has segments but no identity.
    case identityMissing(FilePath)
    /// The identity file is not one of a version that is known.
    case malformedIdentity(FilePath)
    /// The directory holds another shard, or the shard of another deployment.
    case identityMismatch(FilePath, expected: ShardIdentity, found: ShardIdentity)
    /// The index belongs to another shard.
    case foreignIndex(FilePath)
    /// The shard has no index, and the call makes none.
    case indexMissing(FilePath)
    /// The index is this shard's and has another schema version; it is made again from the log.
    case indexVersion(FilePath, found: UInt16)
    /// A row of the index is not of its form.
    case malformedIndex(table: String)
    /// The index knows of bytes that the log does not have.
    case indexAheadOfLog(segment: UInt64, offset: UInt64)
    /// A segment is damaged in a way that no crash explains; nothing was changed.
    case damagedSegment(UInt64, offset: UInt64, SegmentFault)
    /// The log has no segment of this number although it has later ones.
    case segmentMissing(UInt64)
    /// Rows of the index still point to a segment that compaction has replaced; it was not removed.
    case segmentInUse(UInt64, bytes: UInt64)
    /// The shard is being compacted already.
    case compactionRunning
    /// The stored bytes of a chunk or of a manifest are not what they were.
    case damagedContent(ContentID)
    /// The domain has no blob of this name.
    case blobNotFound(ContentID)
    /// The domain had a blob of this name, which was collected after its last reference was released.
    case blobCollected(ContentID)
    /// The domain has no upload session of this name, or has it no more.
    case sessionNotFound(UploadSessionID)
    /// The upload session stands at another offset.
    case sessionOffset(UploadSessionID, expected: UInt64)
    /// The blob of a reference, or of a manifest, has a chunk that is not there.
    case chunkMissing(ContentID)
    /// The reference is there and names another blob.
    case referenceConflict(ReferenceID)
    /// The range leaves the blob, which has `size` bytes.
    case rangeNotSatisfiable(size: UInt64)
    /// The disk is full; nothing was lost, and reads go on.
    case insufficientSpace
    /// The shard takes no more writes until it is opened again; the sentence says why.
    case writesStopped(String)
    /// The keys of an encrypted shard, or the key file of a domain, cannot be used.
    case keys(FilePath, KeyFault)
    /// The key of the domain was erased; named is what was asked for, or the domain by its SHA-256.
    case domainErased(ContentID)
    /// The shard was closed.
    case closed
    /// A file could not be read or written.
    case file(FileError)
    /// The index could not be read or written.
    case index(LMDBError)

    /// Tells whether the error says that what was asked for is not there.
    package var isAbsence: Bool {
        switch self {
        case .absent, .blobNotFound, .blobCollected, .sessionNotFound, .domainErased: true
        default: false
        }
    }

    /// Tells whether the same call may succeed later without anybody mending anything but load or space.
    package var isWorthRetrying: Bool {
        switch self {
        case .locked, .chunkMissing, .compactionRunning: true
        case .file(let error): error.isWorthRetrying
        case .index(let error): error.isWorthRetrying
        default: false
        }
    }

    /// Tells whether the index itself is damaged, so that it has to be made again from the log.
    package var isIndexDamaged: Bool {
        guard case .index(let error) = self else { return false }
        return error.isDamage
    }

    /// Tells whether the index or the log is damaged or has a hole, or the disk does not give the index back: another look finds
    /// the same until somebody has mended a file of them or the disk.
    package var isDamageOfFiles: Bool {
        switch self {
        // What opens the manifest is a file in another place.
        case .damagedSegment(_, offset: _, .key): false
        case .damagedSegment, .segmentMissing, .indexAheadOfLog, .malformedIndex, .foreignIndex: true
        case .index(let error): error.isDamage || error.isUnreadable
        default: false
        }
    }

    /// Tells whether the disk is full.
    var isNoSpace: Bool {
        switch self {
        case .insufficientSpace: true
        case .file(let error): error.isNoSpace
        case .index(let error): error.isNoSpace
        default: false
        }
    }
}

extension BlobStoreError {
    /// Runs a body that fails as files do, and throws its error as one of the shard.
    ///
    /// - Parameter body: What to do; spell its error: `{ () throws(FileError) in … }`.
    /// - Returns: What the body returns.
    /// - Throws: ``BlobStoreError/file(_:)``.
    static func wrap<Value>(_ body: () throws(FileError) -> Value) throws(BlobStoreError) -> Value {
        do throws(FileError) {
            return try body()
        } catch {
            throw .file(error)
        }
    }
}
