package import BlobModel

extension Shard {
    /// Looks for a small blob without a task of its own: for callers that answer many requests from an event loop.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - limit: The most bytes of a small blob.
    ///   - allowingRegions: Whether regions are of use to the caller.
    ///   - then: Called with the blob, at once when it was looked for a moment ago and is in memory, and otherwise on a
    ///     reader's thread; with nil when it is not there, not small, damaged, or the shard is closed: another question
    ///     tells which.
    package func lookForSmall(
        _ blob: ContentID,
        in domain: DedupDomain,
        upTo limit: Int,
        allowingRegions: Bool,
        then: @escaping @Sendable (SmallBlob?) -> Void
    ) {
        guard let reader = try? openParts().reader else { return then(nil) }
        if let known = reader.smallAtOnce(blob, in: domain, upTo: limit, allowingRegions: allowingRegions) {
            return then(known)
        }
        pool.schedule {
            then(try? reader.small(blob, in: domain, upTo: limit, allowingRegions: allowingRegions))
        }
    }
}
