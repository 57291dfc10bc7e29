import CLibCrypto

/// A libcrypto context that computes SHA-256 digests (FIPS 180-4), one after the other.
///
/// To make one takes longer than a short digest: memory, and the look-up of the algorithm by its name.
@safe
struct DigestContext: ~Copyable {
    private let context: OpaquePointer

    /// Makes a context that has seen no bytes.
    init() {
        LibCrypto.prepare()
        unsafe context = LibCrypto.require(EVP_MD_CTX_new(), "EVP_MD_CTX_new")
        unsafe LibCrypto.require(EVP_DigestInit_ex(context, EVP_sha256(), nil), "EVP_DigestInit_ex")
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    /// Adds bytes to the digest.
    mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe LibCrypto.require(EVP_DigestUpdate(context, buffer.baseAddress, buffer.count), "EVP_DigestUpdate")
        }
    }

    /// Returns the digest of all bytes added, and makes the context ready for the next one, with the algorithm that it has.
    mutating func finish() -> SHA256Digest {
        var bytes = [UInt8](repeating: 0, count: SHA256Digest.byteCount)
        unsafe LibCrypto.require(EVP_DigestFinal_ex(context, &bytes, nil), "EVP_DigestFinal_ex")
        unsafe LibCrypto.require(EVP_DigestInit_ex(context, nil, nil), "EVP_DigestInit_ex")
        guard let digest = SHA256Digest(bytes: bytes) else {
            preconditionFailure("A SHA-256 digest has 32 bytes.")
        }
        return digest
    }
}
