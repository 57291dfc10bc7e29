import SystemPackage

extension BlobStoreError: CustomStringConvertible {
    /// A sentence that says what failed, with the operands.
    package var description: String {
        switch self {
        case .locked(let path): "The shard at \(path) is open in another process, or in another part of this one."
        case .absent(let path): "There is no shard at \(path)."
        case .identityMissing(let path): "The directory \(path) has segments but no identity file."
        case .malformedIdentity(let path): "\(path) is not the identity file of a shard."
        case .identityMismatch(let path, let expected, let found): Self.mismatch(path, expected, found)
        case .foreignIndex(let path): "The index at \(path) belongs to another shard or to a version that is not known."
        case .malformedIndex(let table): "The table “\(table)” of the index has a malformed row."
        case .indexAheadOfLog(let segment, let offset): Self.ahead(segment, offset)
        case .damagedSegment(let number, let offset, let fault): "Segment \(number) is damaged at \(offset): \(fault)."
        case .damagedContent(let content): "The stored bytes of \(content) are damaged."
        case .blobNotFound(let blob): "There is no blob \(blob)."
        case .chunkMissing(let chunk): "The chunk \(chunk) is not there any more."
        case .referenceConflict(let reference): "The reference \(reference) names another blob already."
        case .rangeNotSatisfiable(let size): "The range leaves the blob, which has \(size) bytes."
        case .insufficientSpace: "There is no space left on the disk of the shard."
        case .writesStopped(let reason): "The shard takes no more writes: \(reason)"
        case .closed: "The shard was closed."
        case .file(let error): "\(error)"
        case .index(let error): "\(error)"
        }
    }

    private static func mismatch(_ path: FilePath, _ expected: ShardIdentity, _ found: ShardIdentity) -> String {
        "\(path) holds the shard \(found.shard) of the deployment \(found.deployment), "
            + "not \(expected.shard) of \(expected.deployment)."
    }

    private static func ahead(_ segment: UInt64, _ offset: UInt64) -> String {
        "The index knows of bytes up to \(offset) in segment \(segment), which the log does not have."
    }
}
