import BlobModel
import KeyValueIndex

/// Where a blob is: its manifest, or the one chunk that it consists of.
enum StoredPlace: Hashable, Sendable {
    /// The blob has a manifest.
    case manifest(ManifestLocation)
    /// The blob is one chunk.
    case chunk(ChunkLocation)

    /// Tells whether the blob has a manifest.
    var isManifest: Bool {
        guard case .manifest = self else { return false }
        return true
    }

    /// Tells whether the bytes are encrypted.
    var isEncrypted: Bool {
        switch self {
        case .manifest(let location): location.flags.contains(.encrypted)
        case .chunk(let location): location.flags.contains(.encrypted)
        }
    }
}

extension ShardIndex {
    /// Returns where the blob of a name is, or nil when the domain has none.
    func place(of name: ChunkKey, _ txn: borrowing ReadTransaction) throws(BlobStoreError) -> StoredPlace? {
        if let location = try manifest(of: name.id, domainKey: name.domainKey, txn) { return .manifest(location) }
        // "A blob of one chunk needs no second record": its name is that of the chunk.
        return try chunk(name.id, domainKey: name.domainKey, txn).map { .chunk($0) }
    }
}
