/// The ways in which a store of blobs fails, wherever it is.
package enum BlobError: Error, Equatable {
    /// The domain has no blob of this name.
    case notFound(ContentID)
    /// The domain had a blob of this name, which was collected after nobody referenced it any more.
    case gone(ContentID)
    /// The domain has no reference of this name.
    case referenceNotFound(ReferenceID)
    /// The reference is there and names other bytes.
    case referenceConflict(ReferenceID)
    /// The body has more bytes than the caller allowed.
    case tooLarge(limit: UInt64)
    /// The range leaves the blob, which has `size` bytes.
    case rangeNotSatisfiable(size: UInt64)
    /// The disk is full; nothing was lost, and reads go on.
    case insufficientSpace
    /// The caller placed the domain by a map that is older than this one.
    case staleShardMap(ShardMap)
    /// The node has no shard for the domain by the map that it knows.
    case misplaced(DedupDomain)
    /// The stored bytes of this blob or chunk are not what they were.
    case corrupt(ContentID)
    /// The key of the domain was erased: nothing can be stored in it any more, and no later call changes that.
    case domainErased(DedupDomain)
    /// The store cannot answer now; the sentence says why.
    case unavailable(String)
    /// The body ended with an error; the sentence says which. Nothing was referenced.
    case bodyFailed(String)

    /// Tells whether the error says that what was asked for is not there.
    package var isAbsence: Bool {
        switch self {
        case .notFound, .gone, .referenceNotFound: true
        default: false
        }
    }

    /// Tells whether the same call may succeed later or elsewhere.
    package var isWorthRetrying: Bool {
        switch self {
        case .unavailable, .staleShardMap, .misplaced: true
        default: false
        }
    }
}

extension BlobError: CustomStringConvertible {
    /// A sentence that says what failed, with the operands.
    package var description: String {
        switch self {
        case .notFound(let blob): "There is no blob \(blob)."
        case .gone(let blob): "The blob \(blob) was deleted."
        case .referenceNotFound(let reference): "There is no reference \(reference)."
        case .referenceConflict(let reference): "The reference \(reference) names other bytes already."
        case .tooLarge(let limit): "The body is larger than \(limit) bytes."
        case .rangeNotSatisfiable(let size): "The range leaves the blob, which has \(size) bytes."
        case .insufficientSpace: "There is no space left to store the bytes."
        case .staleShardMap(let map): "The shard map of the call is older than epoch \(map.epoch)."
        case .misplaced(let domain): "The domain \(domain) is not on this node."
        case .corrupt(let content): "The stored bytes of \(content) are damaged."
        case .domainErased(let domain):
            "The key of the domain \(domain) was erased: nothing can be stored in it any more."
        case .unavailable(let reason): "The store is not available: \(reason)"
        case .bodyFailed(let reason): "The body could not be read to its end: \(reason)"
        }
    }
}
