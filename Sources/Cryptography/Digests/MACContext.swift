import CLibCrypto

/// A libcrypto context that holds one HMAC-SHA256 key, ready to be used again and again.
@safe
struct MACContext: ~Copyable {
    private let context: OpaquePointer

    /// Makes a context that holds a key.
    ///
    /// - Parameter key: The key. It must not be empty: libcrypto reads an absent key as "the former key".
    init(key: [UInt8]) {
        precondition(!key.isEmpty, "An HMAC context needs its key padded to at least one byte.")
        LibCrypto.prepare()
        let algorithm = unsafe LibCrypto.require(EVP_MAC_fetch(nil, "HMAC", nil), "EVP_MAC_fetch")
        unsafe context = LibCrypto.require(EVP_MAC_CTX_new(algorithm), "EVP_MAC_CTX_new")
        unsafe EVP_MAC_free(algorithm)
        LibCrypto.require(unsafe Self.begin(context, key: key), "EVP_MAC_init")
    }

    deinit {
        unsafe EVP_MAC_CTX_free(context)
    }

    /// Returns the 32 bytes of the message's tag and makes the context ready for the next message.
    mutating func authenticate(_ message: Span<UInt8>) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: SHA256Digest.byteCount)
        unsafe LibCrypto.require(EVP_MAC_init(context, nil, 0, nil), "EVP_MAC_init")
        unsafe message.withUnsafeBufferPointer { buffer in
            unsafe LibCrypto.require(EVP_MAC_update(context, buffer.baseAddress, buffer.count), "EVP_MAC_update")
        }
        var count = 0
        unsafe LibCrypto.require(EVP_MAC_final(context, &tag, &count, tag.count), "EVP_MAC_final")
        return tag
    }

    /// Gives a new context its key and its digest, and returns libcrypto's status.
    private static func begin(_ context: OpaquePointer, key: [UInt8]) -> Int32 {
        // The parameter list points at both strings, so that they have to stay in place until the call has returned.
        let parameterName = OSSL_MAC_PARAM_DIGEST.utf8CString
        var digestName = "SHA256".utf8CString
        return unsafe parameterName.withUnsafeBufferPointer { parameterName in
            unsafe digestName.withUnsafeMutableBufferPointer { digestName in
                let digest = unsafe OSSL_PARAM_construct_utf8_string(
                    parameterName.baseAddress,
                    digestName.baseAddress,
                    0
                )
                let parameters = unsafe [digest, OSSL_PARAM_construct_end()]
                return unsafe EVP_MAC_init(context, key, key.count, parameters)
            }
        }
    }
}
