import BlobModel

extension BlobError {
    /// Makes the error that a caller of a store sees for one of a shard.
    init(_ error: BlobStoreError) {
        switch error {
        case .blobNotFound(let blob): self = .notFound(blob)
        case .blobCollected(let blob): self = .gone(blob)
        case .domainErased(let content): self = .gone(content)
        case .damagedContent(let content): self = .corrupt(content)
        case .referenceConflict(let reference): self = .referenceConflict(reference)
        case .rangeNotSatisfiable(let size): self = .rangeNotSatisfiable(size: size)
        case _ where error.isNoSpace: self = .insufficientSpace
        default: self = .unavailable("\(error)")
        }
    }
}
