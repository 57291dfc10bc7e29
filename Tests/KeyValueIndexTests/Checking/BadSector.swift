import Glibc

/// A disk that does not give some bytes back: a `pread` that touches them fails with `EIO` on the thread that began this.
///
/// The kernel does so (seccomp) until the thread ends, and lets maps of the file alone.
enum BadSector {
    private typealias Control = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32

    /// The number of `pread64`.
    private static var callNumber: UInt32 {
        #if arch(x86_64)
        return 17
        #else
        return 67
        #endif
    }

    /// Lets reads fail that touch a byte, of whatever file.
    ///
    /// - Parameter offset: The byte's offset in the file, less than 4 GiB.
    /// - Returns: Whether the kernel does so.
    static func begin(at offset: Int) -> Bool {
        guard let symbol = unsafe dlsym(nil, "prctl") else { return false }
        let control = unsafe unsafeBitCast(symbol, to: Control.self)
        return unsafe filter(at: UInt32(offset)).withUnsafeBufferPointer { steps in
            // `sock_fprog`: the number of steps in the first two bytes, and where they are.
            let program = [UInt(steps.count), UInt(bitPattern: steps.baseAddress)]
            return unsafe program.withUnsafeBufferPointer { pointer in
                // PR_SET_NO_NEW_PRIVS, and PR_SET_SECCOMP with SECCOMP_MODE_FILTER.
                guard control(38, 1, 0, 0, 0) == 0 else { return false }
                return control(22, 2, UInt(bitPattern: pointer.baseAddress), 0, 0) == 0
            }
        }
    }

    private static func filter(at byte: UInt32) -> [UInt64] {
        [
            step(0x20, 0),  // the number of the call
            step(0x15, callNumber, otherwise: 6),
            step(0x20, 32),  // the count
            step(0x07, 0),
            step(0x20, 40),  // the offset
            step(0x25, byte, then: 2),  // beyond the byte?
            step(0x0C, 0),  // the end of what is read
            step(0x25, byte, then: 1),  // beyond the byte?
            step(0x06, 0x7FFF_0000),  // SECCOMP_RET_ALLOW
            step(0x06, 0x0005_0000 | UInt32(EIO)),  // SECCOMP_RET_ERRNO
        ]
    }

    /// Makes a `sock_filter`: its code, the steps to pass over, and its operand.
    private static func step(_ code: UInt64, _ operand: UInt32, then: UInt64 = 0, otherwise: UInt64 = 0) -> UInt64 {
        code | then << 16 | otherwise << 24 | UInt64(operand) << 32
    }
}
