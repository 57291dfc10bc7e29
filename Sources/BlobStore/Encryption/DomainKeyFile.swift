import BlobModel
import Cryptography

/// The file of one dedup domain's key: the key wrapped under a master key, or the mark that it was erased.
///
/// `Docs/formats/domain-key.md`, version 1.
struct DomainKeyFile: Hashable, Sendable {
    /// What the file holds.
    enum State: Hashable, Sendable {
        /// A wrapped key, with the ID of the master key that wraps it.
        case wrapped(WrappedKey, under: MasterKeyID)
        /// Nothing: the key was erased, and everything that was encrypted under it is unreadable for ever.
        case erased
    }

    /// A key as AES-256-GCM wraps it.
    struct WrappedKey: Hashable, Sendable {
        /// The number of bytes: a nonce, the wrapped key, and a tag.
        static let byteCount = DomainKey.byteCount + AESGCM.envelopeByteCount

        /// The bytes.
        let envelope: [UInt8]
    }

    /// The SHA-256 of the domain's ID.
    let domainKey: ContentID

    /// The number of the domain's key.
    let keyNumber: UInt32

    /// When the file's state began, in milliseconds since 1970: when the key was made, or when it was erased.
    let since: UInt64

    /// What the file holds.
    let state: State
}

/// Wrapping and unwrapping.
extension DomainKeyFile {
    /// Makes the file of a key.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - binding: The domain of the shard that has it.
    ///   - master: The master key under which to wrap it.
    ///   - since: When the key was made, in milliseconds since 1970.
    init(wrapping key: DomainKey, for binding: KeyBinding, under master: MasterKey, since: UInt64) {
        domainKey = binding.domainKey
        keyNumber = key.number
        self.since = since
        let empty = WrappedKey(envelope: [UInt8](repeating: 0, count: WrappedKey.byteCount))
        let head = Self(domainKey: domainKey, keyNumber: keyNumber, since: since, wrapped: empty, under: master.id).head
        let wrapping = master.wrapping(for: domainKey)
        let envelope = wrapping.sealEnvelope(key.secret.span, authenticating: binding.additional(head: head))
        state = .wrapped(WrappedKey(envelope: envelope), under: master.id)
    }

    private init(domainKey: ContentID, keyNumber: UInt32, since: UInt64, wrapped: WrappedKey, under id: MasterKeyID) {
        self.init(domainKey: domainKey, keyNumber: keyNumber, since: since, state: .wrapped(wrapped, under: id))
    }

    /// Makes the mark that the key of a domain was erased.
    ///
    /// - Parameters:
    ///   - domainKey: The SHA-256 of the domain's ID.
    ///   - keyNumber: The number of the key.
    ///   - since: When it was erased, in milliseconds since 1970.
    init(erasing domainKey: ContentID, keyNumber: UInt32, since: UInt64) {
        self.init(domainKey: domainKey, keyNumber: keyNumber, since: since, state: .erased)
    }

    /// Returns the key; nil when it was erased.
    ///
    /// - Parameters:
    ///   - binding: The domain of the shard that the file must be for.
    ///   - ring: The master keys.
    /// - Returns: The key, or nil.
    /// - Throws: ``KeyFault/masterKeyUnknown(_:given:)``, and ``KeyFault/foreign`` when the key was wrapped for another
    ///   domain, shard, or deployment.
    func unwrap(for binding: KeyBinding, _ ring: MasterKeyRing) throws(KeyFault) -> DomainKey? {
        guard domainKey == binding.domainKey else { throw .foreign }
        guard case .wrapped(let wrapped, let id) = state else { return nil }
        guard let master = ring.key(id) else { throw .masterKeyUnknown(id, given: ring.ids) }
        do throws(CryptographyError) {
            let secret = try master.wrapping(for: domainKey)
                .openEnvelope(wrapped.envelope.span, authenticating: binding.additional(head: head))
            return DomainKey(number: keyNumber, secret: secret)
        } catch {
            throw .foreign
        }
    }
}
