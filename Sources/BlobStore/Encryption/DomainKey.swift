import BlobModel
import Cryptography

/// The key of one dedup domain, from which its names and its encryption derive.
struct DomainKey: Sendable {
    /// The number of bytes in the secret.
    static let byteCount = 32

    /// The number of a domain's first key, which is the only one that this version makes.
    static let firstNumber: UInt32 = 1

    /// The key's number in the headers of records; never 0.
    let number: UInt32

    /// The secret's 32 bytes.
    let secret: [UInt8]

    /// Makes the first key of a domain, which nobody can guess.
    static func random() -> DomainKey {
        DomainKey(number: firstNumber, secret: SecureRandom.bytes(byteCount))
    }

    /// Returns bytes for one purpose.
    ///
    /// - Parameters:
    ///   - purpose: What they are for; other purposes give independent bytes.
    ///   - domainKey: The SHA-256 of the domain's ID.
    /// - Returns: 32 bytes.
    func derive(_ purpose: StaticString, for domainKey: ContentID) -> [UInt8] {
        let info = Array("\(purpose)".utf8)
        return HKDF.derive(from: secret, salt: domainKey.bytes, info: info, count: Self.byteCount)
    }
}
