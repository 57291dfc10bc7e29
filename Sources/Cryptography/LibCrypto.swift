import CLibCrypto

/// The rules by which this target calls libcrypto.
///
/// The calls used here fail only when memory runs out, when its configuration offers nobody who provides an algorithm, or
/// when an argument breaks a precondition that this target checks first. None of these can be answered by the caller, so that each one traps
/// with a sentence.
enum LibCrypto {
    /// Has libcrypto stay as it is until the process is gone; called before everything else of it.
    ///
    /// Otherwise it takes itself down when the process exits, while other threads still use it, or end: these then free what
    /// was freed already, and a program that has done its work dies by a signal (OPENSSL_init_crypto(3),
    /// `OPENSSL_INIT_NO_ATEXIT`).
    static func prepare() { _ = isPrepared }

    private static let isPrepared: Void = require(
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil),
        "OPENSSL_init_crypto"
    )

    /// Traps unless libcrypto reported success.
    ///
    /// - Parameters:
    ///   - status: The value that the call returned; 1 is success.
    ///   - call: The name of the call, for the sentence.
    static func require(_ status: Int32, _ call: StaticString) {
        precondition(status == 1, "\(call) failed in libcrypto although its arguments were checked.")
    }

    /// Returns the object that libcrypto allocated, and traps when it could not.
    ///
    /// - Parameters:
    ///   - pointer: The pointer that the call returned.
    ///   - call: The name of the call, for the sentence.
    /// - Returns: The object, which the caller owns.
    static func require(_ pointer: OpaquePointer?, _ call: StaticString) -> OpaquePointer {
        guard let pointer = unsafe pointer else {
            preconditionFailure("\(call) gave nothing: libcrypto has no memory, or no such algorithm.")
        }
        return unsafe pointer
    }
}
