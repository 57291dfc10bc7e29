import BlobModel

/// The bytes of a blob as they are read, piece by piece, each checked before it is given.
struct BlobBytes: AsyncSequence, Sendable {
    /// What reads.
    let reader: ShardReader

    /// The threads on which reading may block.
    let pool: BlockingPool

    /// The domain that has the blob.
    let domain: DedupDomain

    /// The parts of chunks that make up what is wanted, in order.
    let slices: [BlobSlice]

    /// Makes the reader of the bytes.
    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: self) }

    /// Reads the bytes, piece by piece.
    struct AsyncIterator: AsyncIteratorProtocol {
        private let bytes: BlobBytes
        private var position = 0

        /// Makes a reader that stands before the first byte.
        init(bytes: BlobBytes) {
            self.bytes = bytes
        }

        /// Returns the next bytes, or nil at the end.
        ///
        /// - Throws: ``BlobError/corrupt(_:)`` when stored bytes are not what they were.
        mutating func next() async throws -> [UInt8]? {
            guard position < bytes.slices.count else { return nil }
            let slices = bytes.slices[position..<BlobSlice.endOfPiece(of: bytes.slices, from: position)]
            position = slices.endIndex
            let reader = bytes.reader
            let domain = bytes.domain
            do throws(BlobStoreError) {
                return try await bytes.pool.run { () throws(BlobStoreError) in try reader.read(slices, in: domain) }
            } catch {
                throw BlobError(error)
            }
        }
    }
}
