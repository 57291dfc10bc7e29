import BlobModel

extension ShardReader {
    /// Returns the chunks that a collected manifest lists, by the names of the index.
    ///
    /// - Throws: ``BlobStoreError/damagedContent(_:)`` and what the file system throws.
    func members(of manifest: DissolvingManifest) throws(BlobStoreError) -> [ChunkKey] {
        let blob = manifest.blob
        return try self.manifest(of: blob, at: manifest.location).chunks.map {
            ChunkKey(domainKey: blob.domainKey, id: $0.id)
        }
    }
}
