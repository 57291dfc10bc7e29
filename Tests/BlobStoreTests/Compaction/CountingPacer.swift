import Synchronization

@testable import BlobStore

/// A pacer that ends the work at its nth pause, as if its task had been cancelled there.
final class CountingPacer: Pacer {
    private let left: Mutex<Int>
    private let passed = Mutex(0)

    /// Makes a pacer.
    ///
    /// - Parameter pause: The pause that ends the work.
    init(endingAt pause: Int = .max) {
        left = Mutex(pause)
    }

    /// The number of pauses so far.
    var count: Int { passed.withLock { $0 } }

    /// Counts a pause.
    func pause(after bytes: Int) async throws(CancellationError) {
        passed.withLock { $0 += 1 }
        let isOver = left.withLock { left in
            left -= 1
            return left <= 0
        }
        if isOver { throw CancellationError() }
    }
}

/// A pacer that lets a test do something at each pause.
struct MeddlingPacer: Pacer {
    private let body: @Sendable () async throws -> Void

    /// Makes a pacer.
    ///
    /// - Parameter body: What to do at each pause.
    init(_ body: @escaping @Sendable () async throws -> Void) {
        self.body = body
    }

    /// Does what the test wants, and ends the work when that fails.
    func pause(after bytes: Int) async throws(CancellationError) {
        do { try await body() } catch { throw CancellationError() }
    }
}
