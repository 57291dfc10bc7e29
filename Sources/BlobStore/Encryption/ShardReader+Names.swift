import BlobModel
import KeyValueIndex

extension ShardReader {
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
    /// - Throws: ``BlobStoreError/damagedContent(_:)`` when the stored bytes are not what they were, or are gone,
    ///   ``BlobStoreError/domainErased(_:)``, and ``BlobStoreError/keys(_:_:)``.
    func contentID(of name: ChunkKey) throws(BlobStoreError) -> ContentID {
        guard let keys = opener.keys, keys.encrypts else { return name.id }
        return try whereItIs { () throws(BlobStoreError) in try contentID(of: name, at: place(of: name)) }
    }

    private func place(of name: ChunkKey) throws(BlobStoreError) -> StoredPlace? {
        try index.read { (txn) throws(BlobStoreError) in try index.place(of: name, txn) }
    }

    private func contentID(of name: ChunkKey, at place: StoredPlace?) throws(BlobStoreError) -> ContentID {
        guard let place else {
            // Where there is a key, the name is its work, and says nothing by itself.
            guard try opener.names(of: name.id, domainKey: name.domainKey) == [name.id] else {
                throw .damagedContent(name.id)
            }
            return name.id
        }
        guard place.isEncrypted else { return name.id }
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
        guard let keys = opener.keys, keys.encrypts, try keys.standing(of: domainKey).isPlain else { return }
        try keys.requireNoLoss(by: domainKey) { () throws(BlobStoreError) in try hasEncryptedContent(domainKey) }
    }

    /// Tells whether any chunk of a domain is encrypted.
    ///
    /// All of them are looked at, since what came before the domain had a key has names of its own anywhere between.
    private func hasEncryptedContent(_ domainKey: ContentID) throws(BlobStoreError) -> Bool {
        var key: [UInt8]?
        repeat {
            let page = try index.rows(of: index.chunks, beginningWith: domainKey.bytes, after: key)
            if page.rows.contains(where: Self.isEncrypted) { return true }
            key = page.next
        } while key != nil
        return false
    }
    private static func isEncrypted(_ chunk: IndexEntry) -> Bool {
        ChunkLocation(decoding: chunk.value)?.flags.contains(.encrypted) ?? false
    }
}
