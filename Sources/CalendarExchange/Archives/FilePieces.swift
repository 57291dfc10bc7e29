import DurableIO

/// The bytes of a file, piece by piece.
struct FilePieces: AsyncSequence, Sendable {
    /// A piece of the bytes.
    typealias Element = [UInt8]

    private static let pieceBytes: UInt64 = 256 << 10

    /// The file.
    let file: any ReadFile

    /// What reads the file from its beginning to its end.
    struct Iterator: AsyncIteratorProtocol {
        fileprivate let file: any ReadFile
        private var offset: UInt64 = 0

        fileprivate init(_ file: any ReadFile) { self.file = file }

        /// Returns the next piece; nil at the end.
        mutating func next() async throws -> [UInt8]? {
            let rest = try file.size() - offset
            guard rest > 0 else { return nil }
            let piece = try file.read(at: offset, count: Int(Swift.min(rest, pieceBytes)))
            offset += UInt64(piece.count)
            return piece
        }
    }

    /// Makes what reads.
    func makeAsyncIterator() -> Iterator { Iterator(file) }
}
