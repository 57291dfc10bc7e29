/// What one collection removed.
package struct CollectionReport: Hashable, Sendable, Codable {
    /// The manifests that nobody claimed.
    package var manifests = 0

    /// The bytes of those manifests in the log.
    package var manifestBytes: UInt64 = 0

    /// The chunks that nobody held.
    package var chunks = 0

    /// The bytes of those chunks in the log.
    package var chunkBytes: UInt64 = 0

    /// The contents whose grace was over and that somebody held again.
    package var revived = 0

    /// The manifests all of whose members were removed.
    package var dissolved = 0

    /// The collected manifests that cannot be read; the sweep removes their members.
    package var unreadable = 0

    /// The collected blobs that are not known as such any more.
    package var forgotten = 0

    /// Tells whether the collection came to its end; false when its task was cancelled.
    package var isComplete = false

    /// Makes the report of a collection that has removed nothing.
    package init() {}

    /// The chunks and manifests that were removed.
    package var contents: Int { chunks + manifests }

    /// The bytes of the log that nothing points to any more.
    package var bytes: UInt64 { chunkBytes + manifestBytes }

    /// Adds what a step removed.
    mutating func add(_ step: CollectionReport) {
        manifests += step.manifests
        manifestBytes += step.manifestBytes
        chunks += step.chunks
        chunkBytes += step.chunkBytes
        revived += step.revived
        dissolved += step.dissolved
        unreadable += step.unreadable
        forgotten += step.forgotten
    }
}
