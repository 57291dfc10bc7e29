package import BlobModel

extension StoppedShard {
    /// Copies the blobs of all references, or of those of one domain, to where people can read them.
    ///
    /// A blob's file is named by its domain (or the SHA-256 of that, when everything is exported) and by the reference; a blob with
    /// several references is copied once for each. Each blob is read and checked before its file is begun; what is damaged has no file
    /// and is a finding. Files `listing/000001.json` and so on say what there is.
    ///
    /// - Parameters:
    ///   - domain: The domain; nil for all.
    ///   - target: Where the files go.
    ///   - progress: Told after each blob how far it is.
    /// - Returns: What was copied.
    /// - Throws: What the index and the file system throw; what the target throws, as ``BlobStoreError/file(_:)``.
    package func export(
        _ domain: DedupDomain?,
        to target: inout some ExportTarget,
        progress: (ExportProgress) -> Void = { _ in }
    ) throws(BlobStoreError) -> ExportReport {
        var export = ShardExport(self, of: domain)
        return try export.run(to: &target, progress)
    }
}

/// What an export copied.
package struct ExportReport: Hashable, Sendable {
    /// The blobs, once for each reference.
    package internal(set) var blobs: UInt64 = 0

    /// Their bytes.
    package internal(set) var bytes: UInt64 = 0

    /// The references of domains whose key was erased: nobody can read their blobs any more, as it was wished.
    package internal(set) var erased: UInt64 = 0

    /// The references whose blobs could not be read, and the domains whose key cannot be used.
    package internal(set) var findings: [ShardFinding] = []

    /// Makes the report of an export that begins.
    init() {}
}

/// What an export tells of itself now and then.
package struct ExportProgress: Hashable, Sendable {
    /// The references that were gone through.
    package let references: UInt64

    /// The references of the shard; of those of a domain nobody knows how many there are.
    package let totalReferences: UInt64?

    /// The bytes that were copied.
    package let bytes: UInt64
}
