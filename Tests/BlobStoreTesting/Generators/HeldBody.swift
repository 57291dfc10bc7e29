package import BlobModel
import Synchronization

/// A body that brings some bytes and then nothing more, until its reader is cancelled; then it ends without an error.
///
/// So do the standard library's own sequences, which makes half a body look like a whole one.
package final class HeldBody: Sendable {
    private let bytes: [UInt8]
    private let readers = Mutex(0)
    private let (arrivals, bell) = AsyncStream<Void>.makeStream()
    private let (more, feed) = AsyncStream<[UInt8]>.makeStream()

    /// Makes a body that brings these bytes at first.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The body, which can be read once.
    package var stream: ByteStream { ByteStream(Pieces(body: self)) }

    /// Whether somebody waits for more of the body at this moment.
    package var isAwaited: Bool { readers.withLock { $0 > 0 } }

    /// Returns once somebody waits for more of the body, or ``close()`` was called.
    package func waitForReader() async {
        for await _ in arrivals { return }
    }

    /// Lets nobody wait for a reader any more: there will be none.
    package func close() { bell.finish() }

    private func hold() async -> [UInt8]? {
        readers.withLock { $0 += 1 }
        defer { readers.withLock { $0 -= 1 } }
        bell.yield()
        var more = more.makeAsyncIterator()
        return await more.next()
    }

    private struct Pieces: AsyncSequence, AsyncIteratorProtocol {
        let body: HeldBody
        var isBegun = false

        func makeAsyncIterator() -> Pieces { self }

        mutating func next() async throws -> [UInt8]? {
            guard isBegun else {
                isBegun = true
                return body.bytes
            }
            return await body.hold()
        }
    }
}
