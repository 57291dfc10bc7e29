import CLibCrypto

/// Random bytes that nobody can guess.
package enum SecureRandom {
    /// Returns bytes from libcrypto's generator, which the kernel seeds.
    ///
    /// - Parameter count: The number of bytes wanted, 0 through 2³¹ − 1.
    /// - Returns: That many bytes.
    package static func bytes(_ count: Int) -> [UInt8] {
        LibCrypto.prepare()
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe LibCrypto.require(RAND_bytes(&bytes, Int32(count)), "RAND_bytes")
        return bytes
    }
}
