import BlobModel
import KeyValueIndex
import SystemPackage

extension BlobStoreError: CustomStringConvertible {
    /// A sentence that says what failed, with the operands.
    package var description: String {
        switch self {
        case .locked(let path): "The shard at \(path) is open in another process, or in another part of this one."
        case .absent(let path): "There is no shard at \(path)."
        case .identityMissing(let path): "The directory \(path) has segments but no identity file. \(Self.identity)"
        case .malformedIdentity(let path): "\(path) is not the identity file of a shard. \(Self.identity)"
        case .identityMismatch(let path, let expected, let found): Self.mismatch(path, expected, found)
        case .foreignIndex(let path):
            "The index at \(path) belongs to another shard or to a version that is not known. \(Self.rebuild)"
        case .indexMissing(let path):
            "There is no index at \(path). A node makes it when it opens the shard. \(Self.rebuild)"
        case .indexVersion(let path, let found): Self.version(path, found)
        case .malformedIndex(let table): "The table “\(table)” of the index has a malformed row. \(Self.rebuild)"
        case .indexAheadOfLog(let segment, let offset): Self.ahead(segment, offset)
        case .damagedSegment(let name, let offset, .key(let domain, let fault)):
            Self.locked(SegmentName(rawValue: name), offset, domain, fault)
        case .damagedSegment(let name, let offset, let fault): Self.damage(SegmentName(rawValue: name), offset, fault)
        case .segmentMissing(let number): Self.missing(number)
        case .segmentInUse(let name, let bytes): Self.inUse(SegmentName(rawValue: name), bytes)
        case .compactionRunning: "The shard is being compacted already."
        case .damagedContent(let content): "The stored bytes of \(content) are damaged."
        case .blobNotFound(let blob): "There is no blob \(blob)."
        case .blobCollected(let blob): "The blob \(blob) was collected after its last reference was released."
        case .sessionNotFound(let session): "There is no upload session \(session)."
        case .sessionOffset(let session, let expected): "The upload session \(session) stands at \(expected)."
        case .chunkMissing(let chunk): "The chunk \(chunk) is not there any more."
        case .referenceConflict(let reference): "The reference \(reference) names another blob already."
        case .rangeNotSatisfiable(let size): "The range leaves the blob, which has \(size) bytes."
        case .insufficientSpace: "There is no space left on the disk of the shard."
        case .writesStopped(let reason): "The shard takes no more writes: \(reason)"
        case .keys(let path, let fault): "\(path) cannot be used: \(fault)."
        case .domainErased(let content): "The key of the domain was erased, and with it \(content)."
        case .closed: "The shard was closed."
        case .file(let error): "\(error)"
        case .index(let error): error.isDamage || error.isUnreadable ? "\(error) \(Self.rebuild)" : "\(error)"
        }
    }

    /// What is damaged of the log, as a sentence without what to do about it; nil when the error is another one.
    package var damageOfLog: String? {
        switch self {
        case .damagedSegment(_, offset: _, .key): nil
        case .damagedSegment(let name, let offset, let fault): Self.place(SegmentName(rawValue: name), offset, fault)
        case .segmentMissing(let number): Self.gap(number)
        default: nil
        }
    }

    private static func place(_ segment: SegmentName, _ offset: UInt64, _ fault: SegmentFault) -> String {
        "Segment \(segment) is damaged at \(offset): \(fault)."
    }

    private static func gap(_ number: UInt64) -> String {
        "The log has no segment \(number) although it has later ones, or stands for it."
    }

    private static func mismatch(_ path: FilePath, _ expected: ShardIdentity, _ found: ShardIdentity) -> String {
        "\(path) holds the shard \(found.shard) of the deployment \(found.deployment), "
            + "not \(expected.shard) of \(expected.deployment)."
    }

    private static func ahead(_ segment: UInt64, _ offset: UInt64) -> String {
        "The index knows of bytes up to \(offset) in segment \(SegmentName(rawValue: segment)), which the log does not have. "
            + "Look first whether files are missing from the directory of segments: what they had is lost without them. "
            + rebuild
    }

    private static func damage(_ segment: SegmentName, _ offset: UInt64, _ fault: SegmentFault) -> String {
        "\(place(segment, offset, fault)) Nothing was changed. "
            + "Restore the file from a backup, or take the shard without what is damaged, which is reported: "
            + "stop the node and run “attache shard rebuild --directory DIR” (with “--salvage” if it asks for it)."
    }

    /// What cannot be read for want of a key is whole: nothing is to be given up.
    private static func locked(
        _ segment: SegmentName,
        _ offset: UInt64,
        _ domain: ContentID,
        _ fault: KeyFault
    ) -> String {
        "The key of a domain cannot be used: \(fault). The manifest at \(offset) of segment \(segment) needs it. "
            + "Nothing is damaged, and nothing was changed. Restore the file keys/\(domain).key from a backup of the shard."
    }

    private static func missing(_ number: UInt64) -> String {
        "\(gap(number)) Nothing was changed. Restore the file from a backup."
    }

    private static func inUse(_ segment: SegmentName, _ bytes: UInt64) -> String {
        "Rows of the index still point to \(bytes) bytes in segment \(segment), which compaction has replaced. "
            + "The segment was not removed. \(rebuild)"
    }

    private static func version(_ path: FilePath, _ found: UInt16) -> String {
        "The index at \(path) has the schema version \(found), which this program does not know. A node makes it again when it "
            + "opens the shard. \(rebuild)"
    }

    private static let identity = "Restore the file identity.json from a backup of the shard."

    private static let rebuild =
        "The index can be made again from the log: run “attache shard rebuild --directory DIR” while no node has the shard open."
}

extension LMDBError {
    /// Whether the disk does not give back what is in the index.
    var isUnreadable: Bool { self == .system(call: .readPages, errno: .ioError) }
}
