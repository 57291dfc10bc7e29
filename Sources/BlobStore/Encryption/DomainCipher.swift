import BlobModel
import Cryptography

/// Names and encrypts the content of one dedup domain (`Docs/formats/domain-key.md`).
///
/// The names in the log and in the index are HMAC-SHA256 of the content IDs, so that equal content of the domain has the
/// same name, and a name tells nothing to who lacks the key. Sealed bytes are bound to the domain, to their name, and to
/// what they are.
struct DomainCipher: Sendable {
    /// What sealed bytes are.
    enum Part: String, Sendable {
        /// The bytes of one chunk.
        case chunk = "attache-chunk-v1"
        /// The encoding of a manifest.
        case manifest = "attache-manifest-v1"
    }

    /// The number of the domain's key.
    let keyNumber: UInt32

    private let domainKey: ContentID
    private let names: HMACKey
    private let data: AESGCM

    /// Makes the cipher of a domain.
    ///
    /// - Parameters:
    ///   - key: The domain's key.
    ///   - domainKey: The SHA-256 of the domain's ID.
    init(_ key: DomainKey, domainKey: ContentID) {
        keyNumber = key.number
        self.domainKey = domainKey
        names = HMACKey(key.derive("attache-name-key-v1", for: domainKey))
        data = AESGCM(key: key.derive("attache-data-key-v1", for: domainKey))
    }

    /// Returns the name under which the domain stores a content.
    func name(of content: ContentID) -> ContentID {
        guard let name = ContentID(bytes: names.authenticate(content.bytes.span)) else {
            preconditionFailure("HMAC-SHA256 has as many bytes as a name.")
        }
        return name
    }

    /// Returns bytes sealed for their name, 28 bytes more than they are.
    func seal(_ plain: Span<UInt8>, as name: ContentID, _ part: Part) -> [UInt8] {
        data.sealEnvelope(plain, authenticating: additional(name, part))
    }

    /// Returns the bytes that were sealed for a name.
    ///
    /// - Throws: ``BlobStoreError/damagedContent(_:)`` with the name unless the domain sealed them so.
    func open(_ sealed: Span<UInt8>, as name: ContentID, _ part: Part) throws(BlobStoreError) -> [UInt8] {
        do throws(CryptographyError) {
            return try data.openEnvelope(sealed, authenticating: additional(name, part))
        } catch {
            throw .damagedContent(name)
        }
    }

    private func additional(_ name: ContentID, _ part: Part) -> [UInt8] {
        Array(part.rawValue.utf8) + domainKey.bytes + name.bytes
    }
}
