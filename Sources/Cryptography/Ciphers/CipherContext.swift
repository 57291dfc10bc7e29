import CLibCrypto

/// A libcrypto context for one AES-256-GCM encryption or decryption.
@safe
struct CipherContext: ~Copyable {
    /// Which way the context works.
    enum Direction: Int32 {
        /// From ciphertext to plaintext.
        case decrypt = 0
        /// From plaintext to ciphertext.
        case encrypt = 1
    }

    private let context: OpaquePointer

    /// Makes a context for one message.
    init(direction: Direction, key: [UInt8], nonce: [UInt8]) {
        precondition(nonce.count == AESGCM.nonceByteCount, "A nonce has \(AESGCM.nonceByteCount) bytes.")
        LibCrypto.prepare()
        unsafe context = LibCrypto.require(EVP_CIPHER_CTX_new(), "EVP_CIPHER_CTX_new")
        let status = unsafe EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, direction.rawValue)
        LibCrypto.require(status, "EVP_CipherInit_ex")
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
    }

    /// Takes in bytes that are authenticated only; they come before all others.
    mutating func authenticate(_ additional: [UInt8]) {
        guard !additional.isEmpty else { return }
        var count: Int32 = 0
        let status = unsafe EVP_CipherUpdate(context, nil, &count, additional, Int32(additional.count))
        LibCrypto.require(status, "EVP_CipherUpdate")
    }

    /// Returns the bytes encrypted or decrypted, as many as came in.
    ///
    /// - Parameters:
    ///   - bytes: The bytes of the message, or its next ones.
    ///   - prefix: Bytes to put before them.
    ///   - room: The number of bytes for which the result has room beyond, so that a tag is appended without a copy.
    /// - Returns: The prefix, and after it as many bytes as came in.
    mutating func update(_ bytes: Span<UInt8>, after prefix: [UInt8] = [], room: Int = 0) -> [UInt8] {
        guard !bytes.isEmpty else { return prefix }
        return unsafe [UInt8](unsafeUninitializedCapacity: prefix.count + bytes.count + room) { output, count in
            _ = unsafe output.update(fromContentsOf: prefix)
            unsafe bytes.withUnsafeBufferPointer { input in
                var written: Int32 = 0
                let target = unsafe output.baseAddress.map { unsafe $0 + prefix.count }
                let status = unsafe EVP_CipherUpdate(context, target, &written, input.baseAddress, Int32(input.count))
                LibCrypto.require(status, "EVP_CipherUpdate")
            }
            count = prefix.count + bytes.count
        }
    }

    /// Ends the message; false when a decryption does not match its tag.
    mutating func finish() -> Bool {
        // GCM gives no bytes at the end, but the call wants a place for a block.
        var rest = [UInt8](repeating: 0, count: AESGCM.tagByteCount)
        var count: Int32 = 0
        guard unsafe EVP_CipherFinal_ex(context, &rest, &count) == 1 else {
            ERR_clear_error()
            return false
        }
        return true
    }

    /// Returns the tag of a finished encryption.
    mutating func tag() -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: AESGCM.tagByteCount)
        let status = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag)
        LibCrypto.require(status, "EVP_CIPHER_CTX_ctrl")
        return tag
    }

    /// Says which tag a decryption must come to.
    mutating func expect(tag: [UInt8]) {
        var tag = tag
        let status = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag)
        LibCrypto.require(status, "EVP_CIPHER_CTX_ctrl")
    }
}
