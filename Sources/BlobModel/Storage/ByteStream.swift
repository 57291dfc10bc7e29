/// Bytes that come piece by piece, at the pace of who reads them.
///
/// A stream is read once, by one task. No piece is empty; a piece is typically 256 KiB at most. An error ends the stream.
package struct ByteStream: AsyncSequence, Sendable {
    /// A piece of the bytes.
    package typealias Element = [UInt8]

    /// The error that may end the stream: any.
    package typealias Failure = any Error

    private let makeBase: @Sendable () -> any AsyncIteratorProtocol<[UInt8], any Error>

    /// Makes a stream of the pieces of a sequence; its empty pieces are left out.
    package init<Source: AsyncSequence & Sendable>(_ source: Source) where Source.Element == [UInt8] {
        makeBase = { ErasedFailure(base: source.makeAsyncIterator()) }
    }

    /// Makes a stream of bytes that are all at hand, in pieces of 256 KiB at most.
    package static func bytes(_ bytes: [UInt8]) -> ByteStream {
        ByteStream(Pieces(bytes: bytes, length: 256 << 10))
    }

    /// Makes the reader of the stream.
    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: makeBase())
    }

    /// Returns all bytes of the stream.
    ///
    /// - Parameter limit: The most bytes to hold.
    /// - Returns: The bytes, in order.
    /// - Throws: ``BlobError/tooLarge(limit:)`` as soon as there are more bytes than that; what ends the stream.
    package func collect(upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in self {
            guard bytes.count + piece.count <= limit else { throw BlobError.tooLarge(limit: UInt64(limit)) }
            bytes += piece
        }
        return bytes
    }
}

extension ByteStream {
    /// Reads a stream, piece by piece.
    package struct AsyncIterator: AsyncIteratorProtocol {
        private var base: any AsyncIteratorProtocol<[UInt8], any Error>

        /// Makes the reader over a source's own.
        init(base: any AsyncIteratorProtocol<[UInt8], any Error>) {
            self.base = base
        }

        /// Returns the next piece, which is never empty, or nil at the end.
        ///
        /// - Throws: What ends the stream before its end.
        package mutating func next() async throws -> [UInt8]? {
            try await next(isolation: #isolation)
        }

        /// Returns the next piece, which is never empty, or nil at the end, without leaving the caller's actor.
        ///
        /// - Parameter actor: The actor of the caller.
        /// - Returns: The piece.
        /// - Throws: What ends the stream before its end.
        package mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            while let piece = try await base.next(isolation: actor) {
                if !piece.isEmpty { return piece }
            }
            return nil
        }
    }

    /// An iterator whose typed failure is hidden, so that all sources look alike.
    private struct ErasedFailure<Base: AsyncIteratorProtocol>: AsyncIteratorProtocol where Base.Element == [UInt8] {
        var base: Base

        mutating func next() async throws -> [UInt8]? {
            try await next(isolation: #isolation)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            try await base.next(isolation: actor)
        }
    }

    private struct Pieces: AsyncSequence, AsyncIteratorProtocol {
        let bytes: [UInt8]
        let length: Int
        var position = 0

        func makeAsyncIterator() -> Pieces { self }

        mutating func next() async -> [UInt8]? {
            await next(isolation: #isolation)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async -> [UInt8]? {
            guard position < bytes.count else { return nil }
            let end = Swift.min(position + length, bytes.count)
            defer { position = end }
            return Array(bytes[position..<end])
        }
    }
}
