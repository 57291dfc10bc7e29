extension StoppedShard {
    /// Reads everything in the shard and holds log and index against each other, without changing anything.
    ///
    /// Each header, chain, footer, and body in use is checked, each row of a chunk, a manifest, and a reference must come from a
    /// record, each reference must have a claim and a readable blob, the members must be those of the manifests and upload sessions,
    /// and the tallies those of the records. What waits for the node to go on with it is counted, and is no finding.
    ///
    /// - Parameter progress: Told often how far it is.
    /// - Returns: What was found.
    /// - Throws: What the index throws, and what the file system throws when it is worth trying again.
    package func verify(
        progress: (VerificationProgress) -> Void = { _ in }
    ) throws(BlobStoreError) -> VerificationReport {
        var log = LogVerification(self)
        try log.run(progress)
        var index = IndexVerification(self, log: log)
        try index.run(progress)
        return index.report
    }
}
