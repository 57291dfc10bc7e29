import BlobModel
import SystemPackage

/// Makes of what is stored what was uploaded, and finds out under which names it may be stored.
struct ContentOpener: Sendable {
    /// The keys of the shard's domains; nil where there is no more to know than what is not encrypted.
    let keys: DomainKeyStore?

    /// Tells whether there may be domains with keys, which may be erased.
    var mayEncrypt: Bool { keys?.encrypts ?? false }

    /// Returns the names under which a domain may have stored a content, the likelier one first.
    ///
    /// What was stored before the domain had a key has its content ID for its name.
    ///
    /// - Throws: ``BlobStoreError/domainErased(_:)`` with the content.
    func names(of content: ContentID, domainKey: ContentID) throws(BlobStoreError) -> [ContentID] {
        switch try keys?.standing(of: domainKey) {
        case .encrypted(let cipher): return [cipher.name(of: content), content]
        case .erased: throw .domainErased(content)
        case .plain, nil: return [content]
        }
    }

    /// Returns the bytes of an encrypted chunk as they were uploaded.
    ///
    /// - Throws: ``BlobStoreError/damagedContent(_:)`` when they are not what they were, ``BlobStoreError/domainErased(_:)``,
    ///   and ``BlobStoreError/keys(_:_:)``.
    func chunk(_ stored: Span<UInt8>, of name: ChunkKey) throws(BlobStoreError) -> [UInt8] {
        try cipher(for: name).open(stored, as: name.id, .chunk)
    }

    /// Returns the manifest in stored bytes, with its blob's content ID and the names of its chunks.
    ///
    /// - Parameters:
    ///   - stored: The bytes in the segment.
    ///   - name: The name of the blob.
    ///   - isEncrypted: Whether they are encrypted.
    /// - Returns: The manifest.
    /// - Throws: ``BlobStoreError/damagedContent(_:)`` when it is not that of the name,
    ///   ``BlobStoreError/domainErased(_:)``, and ``BlobStoreError/keys(_:_:)``.
    func manifest(_ stored: [UInt8], of name: ChunkKey, isEncrypted: Bool) throws(BlobStoreError) -> Manifest {
        let cipher = isEncrypted ? try cipher(for: name) : nil
        let bytes = try cipher?.open(stored.span, as: name.id, .manifest) ?? stored
        guard let manifest = try? Manifest(decoding: bytes),
            cipher?.name(of: manifest.blob) ?? manifest.blob == name.id
        else { throw .damagedContent(name.id) }
        return manifest
    }

    /// Returns what the recovery needs to know of manifests.
    ///
    /// What an erased key had encrypted has no members any more: nothing of it can be read.
    var members: ManifestMembers {
        ManifestMembers { (record, body) throws(SegmentFault) in
            guard case .manifest(let blob, _, _) = record.content else { return [] }
            let name = ChunkKey(domainKey: record.domainKey, id: blob.blob)
            do throws(BlobStoreError) {
                return try manifest(body, of: name, isEncrypted: record.keyNumber != 0).chunks.map(\.id)
            } catch .domainErased {
                return []
            } catch .keys(_, let fault) {
                throw .key(record.domainKey, fault)
            } catch {
                throw .unsupported
            }
        }
    }

    private func cipher(for name: ChunkKey) throws(BlobStoreError) -> DomainCipher {
        guard let keys else { throw .keys("keys", .masterKeyMissing(nil)) }
        switch try keys.standing(of: name.domainKey) {
        case .encrypted(let cipher): return cipher
        case .erased: throw .domainErased(name.id)
        case .plain: throw .keys(keys.directory.path(of: name.domainKey), .keyMissing)
        }
    }
}
