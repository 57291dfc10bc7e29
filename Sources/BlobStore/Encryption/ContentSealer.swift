import BlobModel

/// Makes of what a domain uploads what is stored: the same, or encrypted under the domain's key.
struct ContentSealer: Sendable {
    /// Stores everything as it comes.
    static let plain = ContentSealer(cipher: nil)

    /// The domain's cipher; nil when nothing is encrypted.
    let cipher: DomainCipher?

    /// Returns a chunk as it is stored.
    ///
    /// - Parameters:
    ///   - bytes: The chunk's bytes.
    ///   - id: Their content ID when it is known already.
    /// - Returns: The chunk, named.
    func chunk(_ bytes: [UInt8], id: ContentID? = nil) -> NamedChunk {
        guard let cipher else { return NamedChunk(bytes, id: id) }
        let name = cipher.name(of: id ?? ContentID(of: bytes.span))
        let sealed = cipher.seal(bytes.span, as: name, .chunk)
        return NamedChunk(sealed: sealed, name: name, length: UInt32(bytes.count), keyNumber: cipher.keyNumber)
    }

    /// Returns a manifest as it is stored.
    ///
    /// - Parameter manifest: The blob's content ID, and its chunks by the names under which they are stored.
    /// - Returns: The manifest, named.
    func manifest(_ manifest: Manifest) -> StoredManifest {
        guard let cipher else { return StoredManifest(manifest) }
        // A blob of one chunk has that chunk's name, under which it may have been stored before there was a key.
        guard manifest.chunks.count > 1 else {
            let blob = BlobDescription(blob: manifest.chunks[0].id, size: manifest.size)
            return StoredManifest(blob: blob, chunks: manifest.chunks, encoding: [])
        }
        let name = cipher.name(of: manifest.blob)
        return StoredManifest(
            blob: BlobDescription(blob: name, size: manifest.size),
            chunks: manifest.chunks,
            encoding: cipher.seal(manifest.encoded().span, as: name, .manifest),
            keyNumber: cipher.keyNumber
        )
    }
}
