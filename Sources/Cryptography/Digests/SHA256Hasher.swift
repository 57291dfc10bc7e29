import CLibCrypto

/// Computes a SHA-256 digest (FIPS 180-4) over bytes that arrive piece by piece.
///
/// One hasher serves one digest and one task at a time. The pieces are read in place, never copied.
@safe
package struct SHA256Hasher: ~Copyable {
    private let context: OpaquePointer

    /// Makes a hasher that has seen no bytes.
    package init() {
        LibCrypto.prepare()
        unsafe context = LibCrypto.require(EVP_MD_CTX_new(), "EVP_MD_CTX_new")
        unsafe LibCrypto.require(EVP_DigestInit_ex(context, EVP_sha256(), nil), "EVP_DigestInit_ex")
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    /// Adds bytes to the digest.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe LibCrypto.require(EVP_DigestUpdate(context, buffer.baseAddress, buffer.count), "EVP_DigestUpdate")
        }
    }

    /// Returns the digest of all bytes added, and ends the hasher.
    package consuming func finalise() -> SHA256Digest {
        var bytes = [UInt8](repeating: 0, count: SHA256Digest.byteCount)
        unsafe LibCrypto.require(EVP_DigestFinal_ex(context, &bytes, nil), "EVP_DigestFinal_ex")
        guard let digest = SHA256Digest(bytes: bytes) else {
            preconditionFailure("A SHA-256 digest has 32 bytes.")
        }
        return digest
    }

    /// Returns the digest of bytes that are all at hand.
    package static func digest(of bytes: Span<UInt8>) -> SHA256Digest {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.finalise()
    }
}
