import Cryptography
import NIOCore

/// Bytes that look random, made while they are read: a file of any size that is never in memory.
struct NoiseStream: AsyncSequence, Sendable {
    /// The number of bytes in a block.
    static let blockSize = 1 << 20

    /// The number that decides the bytes.
    let seed: UInt64

    /// The number of blocks.
    let blocks: UInt64

    /// The number of bytes.
    var size: Int { Int(blocks) * Self.blockSize }

    /// Returns one block: zeros, encrypted under a key of the seed.
    static func block(_ number: UInt64, of seed: UInt64) -> [UInt8] {
        let key = HKDF.derive(from: bytes(seed), salt: [], info: Array("noise".utf8), count: AESGCM.keyByteCount)
        let zeros = [UInt8](repeating: 0, count: blockSize)
        let sealed = AESGCM(key: key).seal(zeros.span, nonce: [0, 0, 0, 0] + bytes(number))
        return Array(sealed.prefix(blockSize))
    }

    private static func bytes(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// The digest of all bytes.
    func digest() -> SHA256Digest {
        var hasher = SHA256Hasher()
        for number in 0..<blocks {
            let block = Self.block(number, of: seed)
            hasher.update(block.span)
        }
        return hasher.finalise()
    }

    /// Returns an iterator over the blocks.
    func makeAsyncIterator() -> Iterator {
        Iterator(stream: self)
    }

    /// Makes the blocks one after the other.
    struct Iterator: AsyncIteratorProtocol {
        /// What is read.
        let stream: NoiseStream
        /// The number of the next block.
        private var number: UInt64 = 0

        /// Begins at the first block.
        init(stream: NoiseStream) {
            self.stream = stream
        }

        /// Returns the next block, or nil at the end.
        mutating func next() async -> ByteBuffer? {
            guard number < stream.blocks else { return nil }
            defer { number += 1 }
            return ByteBuffer(bytes: NoiseStream.block(number, of: stream.seed))
        }
    }
}
