import Glibc

/// Random bytes that nobody can guess.
package enum SecureRandom {
    /// The most bytes that getentropy(3) gives at once.
    private static let maximumByteCount = 256

    /// Returns bytes from the kernel's generator, by getentropy(3).
    ///
    /// - Parameter count: The number of bytes wanted, from 0.
    /// - Returns: That many bytes.
    package static func bytes(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let part = min(count - filled, maximumByteCount)
                let status = unsafe getentropy(buffer.baseAddress.map { unsafe $0 + filled }, part)
                // It fails for a bad address, for more than it gives at once, and where getrandom(2) is forbidden.
                precondition(status == 0, "getentropy failed (errno \(errno)); a filter may forbid it.")
                filled += part
            }
        }
    }
}
