import CLibCrypto

/// Comparisons whose duration tells nothing of the bytes compared.
package enum ConstantTime {
    /// Tells whether two byte sequences are equal.
    ///
    /// The duration depends on the two lengths only, which must not be secret.
    package static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && (unsafe CRYPTO_memcmp(left, right, left.count)) == 0
    }
}
