import NIOCore

/// A file in the middle of which something happens.
struct InterruptedStream: AsyncSequence, Sendable {
    /// The file.
    let base: NoiseStream

    /// The number of the block before which it happens.
    let block: UInt64

    /// What happens.
    let interruption: @Sendable () async throws -> Void

    /// Makes a file that is interrupted before a block.
    init(base: NoiseStream, at block: UInt64, _ interruption: @escaping @Sendable () async throws -> Void) {
        self.base = base
        self.block = block
        self.interruption = interruption
    }

    /// Returns an iterator over the blocks.
    func makeAsyncIterator() -> Iterator {
        Iterator(stream: self, base: base.makeAsyncIterator())
    }

    /// Gives the blocks one after the other.
    struct Iterator: AsyncIteratorProtocol {
        private let stream: InterruptedStream
        private var base: NoiseStream.Iterator
        private var number: UInt64 = 0

        /// Begins at the first block.
        init(stream: InterruptedStream, base: NoiseStream.Iterator) {
            self.stream = stream
            self.base = base
        }

        /// Returns the next block, after what happens before it; nil at the end.
        mutating func next() async throws -> ByteBuffer? {
            if number == stream.block { try await stream.interruption() }
            number += 1
            return await base.next()
        }
    }
}
