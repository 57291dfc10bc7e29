/// What the purge of a dedup domain takes away, or would take away.
package struct PurgeReport: Hashable, Sendable, Codable {
    /// Tells whether nothing was changed.
    package var isDryRun = true

    /// The references of the domain.
    package var references = 0

    /// The blobs that they name.
    package var blobs = 0

    /// The sum of the sizes of those blobs.
    package var blobBytes: UInt64 = 0

    /// The upload sessions of the domain.
    package var sessions = 0

    /// The chunks of the domain, those that nobody holds included.
    package var chunks = 0

    /// The bytes of the domain's chunks and manifests in the log: what collection and compaction free.
    package var storedBytes: UInt64 = 0

    /// Tells whether the purge came to its end; false when its task was cancelled, and it must be repeated.
    package var isComplete = false

    /// Makes the report of a purge that has looked at nothing.
    package init() {}
}
