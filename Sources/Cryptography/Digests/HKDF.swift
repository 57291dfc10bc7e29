/// Derives keys by HKDF with HMAC-SHA256 (RFC 5869).
package enum HKDF {
    /// The most bytes that one derivation gives: RFC 5869 §2.3, "L ≤ 255*HashLen".
    package static let maximumByteCount = 255 * SHA256Digest.byteCount

    /// Returns bytes derived from a secret.
    ///
    /// - Parameters:
    ///   - secret: The input keying material (IKM).
    ///   - salt: A value that need not be secret; empty stands for 32 zeros (RFC 5869 §2.2).
    ///   - info: What the derived bytes are for; other information gives independent bytes.
    ///   - count: The number of bytes wanted, 0 through ``maximumByteCount``.
    /// - Returns: That many derived bytes (OKM).
    package static func derive(from secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int) -> [UInt8] {
        precondition((0...maximumByteCount).contains(count), "HKDF derives at most \(maximumByteCount) bytes.")
        // RFC 5869 §2.2: PRK = HMAC-Hash(salt, IKM)
        return expand(HMACKey(HMACKey(salt).authenticate(secret.span)), info: info, count: count)
    }

    // RFC 5869 §2.3: T(N) = HMAC-Hash(PRK, T(N-1) | info | N), and the output is the first octets of T(1) | T(2) …
    private static func expand(_ key: HMACKey, info: [UInt8], count: Int) -> [UInt8] {
        var output: [UInt8] = []
        var block: [UInt8] = []
        var counter: UInt8 = 0
        while output.count < count {
            counter += 1
            block = key.authenticate((block + info + [counter]).span)
            output += block
        }
        return Array(output.prefix(count))
    }
}
