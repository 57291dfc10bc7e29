import Synchronization

/// Computes a SHA-256 digest (FIPS 180-4) over bytes that arrive piece by piece.
///
/// One hasher serves one digest and one task at a time. The pieces are read in place, never copied.
package struct SHA256Hasher: ~Copyable {
    /// The most bytes whose digest is computed in the context that all threads share: for more, a context of its own is
    /// little beside the digest.
    private static let maximumSharedByteCount = 4096

    private static let shared = Mutex(DigestContext())

    private var context = DigestContext()

    /// Makes a hasher that has seen no bytes.
    package init() {}

    /// Adds bytes to the digest.
    package mutating func update(_ bytes: Span<UInt8>) {
        context.update(bytes)
    }

    /// Returns the digest of all bytes added, and ends the hasher.
    package consuming func finalise() -> SHA256Digest {
        context.finish()
    }

    /// Returns the digest of bytes that are all at hand.
    ///
    /// Any number of threads may call it, and none waits: one that finds the shared context in use makes its own.
    package static func digest(of bytes: Span<UInt8>) -> SHA256Digest {
        if bytes.count <= maximumSharedByteCount,
            let digest = shared.withLockIfAvailable({ Self.digest(of: bytes, by: &$0) })
        {
            return digest
        }
        var context = DigestContext()
        return digest(of: bytes, by: &context)
    }

    private static func digest(of bytes: Span<UInt8>, by context: inout DigestContext) -> SHA256Digest {
        context.update(bytes)
        return context.finish()
    }
}
