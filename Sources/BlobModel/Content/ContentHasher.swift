import Cryptography

/// Names a blob by its whole content while its bytes arrive piece by piece.
package struct ContentHasher: ~Copyable {
    private var hasher = SHA256Hasher()

    /// Makes a hasher that has seen no bytes.
    package init() {}

    /// Adds bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        hasher.update(bytes)
    }

    /// Returns the name of all bytes added, and ends the hasher.
    package consuming func finalise() -> ContentID {
        ContentID(hasher.finalise())
    }
}
