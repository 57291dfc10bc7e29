import BlobModel
import Cryptography

/// The key of the operator under which the keys of the domains are wrapped.
///
/// It comes from a file with one line: 32 bytes as base64url. Its description hides it.
package struct MasterKey: Sendable {
    /// The number of bytes in a master key.
    package static let byteCount = 32

    /// The key's name, which tells nothing of it.
    package let id: MasterKeyID

    private let secret: [UInt8]

    /// Makes a key that nobody can guess.
    package static func random() -> MasterKey {
        MasterKey(SecureRandom.bytes(byteCount))
    }

    /// Parses the contents of a key file.
    ///
    /// - Throws: ``MasterKeyError/malformed`` unless there is one line of 32 bytes as base64url.
    package init(parsing contents: String) throws(MasterKeyError) {
        let lines = contents.split(whereSeparator: \.isWhitespace)
        guard lines.count == 1, let secret = Base64URL.decode(String(lines[0])), secret.count == Self.byteCount else {
            throw .malformed
        }
        self.init(secret)
    }

    private init(_ secret: [UInt8]) {
        self.secret = secret
        let name = HMACKey(secret).authenticate(Array("attache-master-key-id-v1".utf8).span)
        id = MasterKeyID(rawValue: name.prefix(MasterKeyID.byteCount).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// The line of a key file, without its end.
    package var text: String { Base64URL.encode(secret) }

    /// Returns the cipher that wraps the key of one domain.
    ///
    /// Each domain has its own, so that the number of random nonces under one key stays small.
    ///
    /// - Parameter domainKey: The SHA-256 of the domain's ID.
    /// - Returns: The cipher.
    func wrapping(for domainKey: ContentID) -> AESGCM {
        let info = Array("attache-domain-key-wrap-v1".utf8)
        return AESGCM(key: HKDF.derive(from: secret, salt: domainKey.bytes, info: info, count: AESGCM.keyByteCount))
    }
}

extension MasterKey: CustomStringConvertible {
    /// Words that name the key and do not tell it.
    package var description: String { "<master key \(id)>" }
}

/// Why text is not a master key.
package enum MasterKeyError: Error, Hashable {
    /// There is not one line of 32 bytes as base64url.
    case malformed
}

extension MasterKeyError: CustomStringConvertible {
    /// A sentence that says what a key file looks like, without its contents.
    package var description: String { "A master key is one line of \(MasterKey.byteCount) bytes as base64url." }
}
