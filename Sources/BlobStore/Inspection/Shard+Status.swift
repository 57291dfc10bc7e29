import DurableIO

extension Shard {
    /// What the shard has, and how it is, without waiting for what it is writing.
    ///
    /// - Throws: ``BlobStoreError/closed`` and what the index and the file system throw.
    package func status() async throws(BlobStoreError) -> ShardOverview {
        let parts = try openParts()
        let identity = identity
        let writesStopped = parts.writer.refusal.map { "\($0)" }
        return try await pool.run { () throws(BlobStoreError) in
            try parts.reader.index.overview(
                of: identity,
                availableBytes: parts.directory.availableBytes(),
                writesStopped: writesStopped
            )
        }
    }
}

extension SegmentDirectory {
    /// Returns the bytes that an ordinary user may still write here.
    func availableBytes() throws(BlobStoreError) -> UInt64 {
        try BlobStoreError.wrap { () throws(FileError) in try fileSystem.availableBytes(at: path) }
    }
}
