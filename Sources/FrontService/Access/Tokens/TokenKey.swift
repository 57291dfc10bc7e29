import FoundationEssentials
import JWTKit

/// A public key by which the signatures of tokens are verified.
package struct TokenKey: Sendable {
    /// The key itself.
    enum Material: Sendable {
        /// An RSA key of 2,048 bits or more.
        case rsa(Insecure.RSA.PublicKey)
        /// A point of P-256.
        case p256(ES256PublicKey)
        /// A point of P-384.
        case p384(ES384PublicKey)
        /// A point of P-521.
        case p521(ES512PublicKey)
        /// A point of Ed25519.
        case ed25519(EdDSA.PublicKey)

        /// The algorithms that such a key can be used with.
        var algorithms: Set<TokenAlgorithm> {
            switch self {
            case .rsa: [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512]
            case .p256: [.es256]
            case .p384: [.es384]
            case .p521: [.es512]
            case .ed25519: [.eddsa]
            }
        }
    }

    /// The name by which tokens refer to the key (`kid`), or nil where it has none.
    let identifier: String?

    /// The algorithms that the key may be used with.
    let algorithms: Set<TokenAlgorithm>

    private let material: Material

    /// Creates a key; nil where no algorithm is left that it may be used with.
    ///
    /// RFC 8725 §3.1: "each key MUST be used with exactly one algorithm": a key that says its own is used with no other.
    ///
    /// - Parameters:
    ///   - material: The key itself.
    ///   - identifier: The name by which tokens refer to it.
    ///   - own: The algorithm that the key says, or nil where it says none.
    ///   - allowed: The algorithms that are taken at all.
    init?(_ material: Material, identifier: String?, own: TokenAlgorithm?, allowed: Set<TokenAlgorithm>) {
        let possible = material.algorithms.intersection(allowed)
        algorithms = own.map { possible.intersection([$0]) } ?? possible
        guard !algorithms.isEmpty else { return nil }
        self.identifier = identifier
        self.material = material
    }

    /// Whether a token with a header may have been signed for this key.
    func fits(_ header: TokenHeader) -> Bool {
        guard let algorithm = TokenAlgorithm(rawValue: header.algorithm), algorithms.contains(algorithm) else {
            return false
        }
        guard let wanted = header.keyIdentifier, let identifier else { return true }
        return wanted == identifier
    }

    /// Returns whether a signature is that of this key over some bytes; anything that goes wrong makes it none.
    func verifies(_ signature: [UInt8], over signed: [UInt8], by algorithm: TokenAlgorithm) async -> Bool {
        // A collection of its own for one key and one algorithm: the library would fall back to another key for a name that
        // it does not know, and keeps the algorithm of the first token that comes for a key which does not say its own.
        let keys = JWTKeyCollection()
        await add(to: keys, for: algorithm)
        guard let verifier = try? await keys.getKey() else { return false }
        return (try? verifier.verify(signature, signs: signed)) ?? false
    }

    private func add(to keys: JWTKeyCollection, for algorithm: TokenAlgorithm) async {
        switch material {
        case .rsa(let key):
            guard let (isPSS, digest) = algorithm.rsa else { return }
            if isPSS {
                await keys.add(pss: key, digestAlgorithm: digest)
            } else {
                await keys.add(rsa: key, digestAlgorithm: digest)
            }
        case .p256(let key): await keys.add(ecdsa: key)
        case .p384(let key): await keys.add(ecdsa: key)
        case .p521(let key): await keys.add(ecdsa: key)
        case .ed25519(let key): await keys.add(eddsa: key)
        }
    }
}

extension TokenAlgorithm {
    /// Whether the padding is that of PSS, and the digest; nil for an algorithm without RSA.
    fileprivate var rsa: (isPSS: Bool, digest: DigestAlgorithm)? {
        switch self {
        case .rs256: (false, .sha256)
        case .rs384: (false, .sha384)
        case .rs512: (false, .sha512)
        case .ps256: (true, .sha256)
        case .ps384: (true, .sha384)
        case .ps512: (true, .sha512)
        case .es256, .es384, .es512, .eddsa: nil
        }
    }
}
