import BlobModel
import KeyValueIndex

extension ShardReader {
    /// The chunks of a domain at which to look for one that is encrypted.
    private static let sampleCount = 64

    /// Returns what makes of a domain's uploads what is stored; a domain without a key gets one when there shall be keys.
    ///
    /// - Throws: ``BlobStoreError/domainErased(_:)``, and ``BlobStoreError/keys(_:_:)`` when a key is lost or damaged.
    func sealer(for domainKey: ContentID) throws(BlobStoreError) -> ContentSealer {
        guard let keys = opener.keys, keys.encrypts else { return .plain }
        let cipher = try keys.cipher(for: domainKey) { () throws(BlobStoreError) in
            try hasEncryptedContent(domainKey)
        }
        return ContentSealer(cipher: cipher)
    }

    /// Returns the content ID of a blob of which the name is known: itself, or what only the stored bytes tell.
    ///
    /// - Throws: ``BlobStoreError/damagedContent(_:)`` when the stored bytes are not what they were,
    ///   ``BlobStoreError/domainErased(_:)``, and ``BlobStoreError/keys(_:_:)``.
    func contentID(of name: ChunkKey) throws(BlobStoreError) -> ContentID {
        guard let keys = opener.keys, keys.encrypts else { return name.id }
        return try whereItIs { () throws(BlobStoreError) in try contentID(of: name, at: place(of: name)) }
    }

    private func place(of name: ChunkKey) throws(BlobStoreError) -> StoredPlace? {
        try index.read { (txn) throws(BlobStoreError) in try index.place(of: name, txn) }
    }

    private func contentID(of name: ChunkKey, at place: StoredPlace?) throws(BlobStoreError) -> ContentID {
        guard let place, place.isEncrypted else { return name.id }
        switch place {
        case .manifest(let location): return try manifest(of: name, at: location).blob
        case .chunk(let location):
            guard location.isUsable else { throw .damagedContent(name.id) }
            let count = UInt64(location.storedLength)
            let stored = try bytes(in: location.segment, at: location.offset, count: count)
            let plain = try opener.chunk(stored.span, of: name)
            return ContentID(of: plain.span)
        }
    }

    /// Checks that a domain that does not have what was asked for has not just lost its key.
    ///
    /// - Throws: ``BlobStoreError/keys(_:_:)`` with ``KeyFault/keyMissing``.
    func requireKey(of domainKey: ContentID) throws(BlobStoreError) {
        guard let keys = opener.keys, keys.encrypts else { return }
        let standing = try keys.standing(of: domainKey)
        guard standing.isPlain, try hasEncryptedContent(domainKey) else { return }
        throw .keys(keys.directory.path(of: domainKey), .keyMissing)
    }

    /// Tells whether one of the first chunks of a domain, in the order of their names, is encrypted.
    private func hasEncryptedContent(_ domainKey: ContentID) throws(BlobStoreError) -> Bool {
        let rows = try index.read { (txn) throws(BlobStoreError) in
            try index.entries(of: index.chunks, over: .prefix(domainKey.bytes), limit: Self.sampleCount, txn)
        }
        return rows.contains { ChunkLocation(decoding: $0.value)?.flags.contains(.encrypted) ?? false }
    }
}
