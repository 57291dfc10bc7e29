import BlobModel
import KeyValueIndex

/// A collected manifest whose members are being removed (`Docs/formats/index.md`, table `dissolving`).
///
/// The row says where to go on after a crash. The same blob may have a newer manifest at the same time: the sequence
/// number tells what each of them holds.
struct DissolvingManifest: Hashable, Sendable {
    /// The blob.
    let blob: ChunkKey

    /// Where the manifest is in the log.
    let location: ManifestLocation

    /// Makes the entry of a manifest that is collected.
    init(blob: ChunkKey, location: ManifestLocation) {
        self.blob = blob
        self.location = location
    }

    /// Makes an entry from a row.
    ///
    /// - Throws: ``BlobStoreError/malformedIndex(table:)``.
    init(decoding entry: IndexEntry, in index: ShardIndex) throws(BlobStoreError) {
        var reader = ByteReader(entry.key)
        guard entry.key.count == 72, let domainKey = reader.contentID(), let id = reader.contentID(),
            let sequence = reader.integer(UInt64.self), let location = ManifestLocation(decoding: entry.value),
            location.sequence == sequence
        else { throw .malformedIndex(table: index.dissolving.name) }
        self.init(blob: ChunkKey(domainKey: domainKey, id: id), location: location)
    }

    /// The row's key.
    var indexKey: [UInt8] {
        IndexKey.dissolving(blob.id, manifest: location.sequence, domainKey: blob.domainKey)
    }
}
