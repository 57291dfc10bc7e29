import Synchronization

/// A key that authenticates messages by HMAC-SHA256 (RFC 2104, FIPS 198-1).
///
/// The key is expanded once and its context used again for each message. Several threads may use one key; each
/// message is authenticated under a lock, which is held for well under a microsecond for short messages.
package struct HMACKey: Sendable {
    /// The number of bytes in a tag.
    package static let tagByteCount = SHA256Digest.byteCount

    private let state: State

    /// Makes a key from secret bytes.
    ///
    /// - Parameter key: The secret, of any length. RFC 2104 §3 recommends at least 32 bytes.
    package init(_ key: [UInt8]) {
        state = State(key: key)
    }

    /// Returns the 32 bytes of a message's tag.
    package func authenticate(_ message: Span<UInt8>) -> [UInt8] {
        state.authenticate(message)
    }

    /// Tells in constant time whether a tag is this key's tag of a message.
    ///
    /// - Parameters:
    ///   - tag: The tag that came with the message; one that has not exactly 32 bytes is not valid.
    ///   - message: The message that it is said to authenticate.
    /// - Returns: True when the tag is valid.
    package func isValid(_ tag: [UInt8], for message: Span<UInt8>) -> Bool {
        ConstantTime.equal(tag, authenticate(message))
    }
}

extension HMACKey {
    private final class State: Sendable {
        /// RFC 2104 §2: a key shorter than the 64 bytes of SHA-256's block is padded there with zeros.
        private static let blockByteCount = 64

        private let context: Mutex<MACContext>

        init(key: [UInt8]) {
            let padding = [UInt8](repeating: 0, count: max(0, Self.blockByteCount - key.count))
            context = Mutex(MACContext(key: key + padding))
        }

        func authenticate(_ message: Span<UInt8>) -> [UInt8] {
            context.withLock { $0.authenticate(message) }
        }
    }
}
