import BlobModel
import Synchronization

/// The memory that the uploads of a node may take together, in bytes.
///
/// An upload that finds no room waits its turn without reading its body, which holds its sender up, and is no error.
package final class UploadBudget: Sendable {
    /// The bytes of a body that an upload may hold without a share: a small one never waits.
    static let freeByteCount: UInt64 = 128 << 10

    private struct Waiter {
        let id: UInt64
        let count: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var waiters: [Waiter] = []
        var lastID: UInt64 = 0
    }

    private let byteCount: Int
    private let state: Mutex<State>

    /// Makes a budget of which nothing is taken.
    ///
    /// - Parameter byteCount: The bytes of all uploads together; at least 1.
    package init(byteCount: Int) {
        precondition(byteCount >= 1, "A budget has room for something.")
        self.byteCount = byteCount
        state = Mutex(State(free: byteCount))
    }

    /// The bytes that nobody has taken.
    package var freeBytes: Int { state.withLock { $0.free } }

    /// The number of uploads that wait.
    package var waiting: Int { state.withLock { $0.waiters.count } }

    /// Takes bytes, in the order in which they were asked for.
    ///
    /// - Parameter count: The bytes; more than there are at all stands for all.
    /// - Returns: The bytes that were taken, to be given back.
    /// - Throws: `CancellationError`; nothing was taken then.
    func take(_ count: Int) async throws(CancellationError) -> Int {
        let count = min(count, byteCount)
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let isTaken = await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0, for: count, id: id) }
        } onCancel: {
            withdraw(id)
        }
        guard isTaken else { throw CancellationError() }
        return count
    }

    /// Gives bytes back.
    func giveBack(_ count: Int) {
        let served = state.withLock { state in
            state.free += count
            return Self.serve(&state)
        }
        for waiter in served { waiter.continuation.resume(returning: true) }
    }

    private func wait(_ continuation: CheckedContinuation<Bool, Never>, for count: Int, id: UInt64) {
        let (isCancelled, served): (Bool, [Waiter]) = state.withLock { state in
            // Under the lock: a cancellation that comes later finds the waiter and withdraws it.
            guard !Task.isCancelled else { return (true, []) }
            state.waiters.append(Waiter(id: id, count: count, continuation: continuation))
            return (false, Self.serve(&state))
        }
        if isCancelled { continuation.resume(returning: false) }
        for waiter in served { waiter.continuation.resume(returning: true) }
    }

    private func withdraw(_ id: UInt64) {
        let (withdrawn, served): (Waiter?, [Waiter]) = state.withLock { state in
            guard let position = state.waiters.firstIndex(where: { $0.id == id }) else { return (nil, []) }
            let waiter = state.waiters.remove(at: position)
            return (waiter, Self.serve(&state))
        }
        withdrawn?.continuation.resume(returning: false)
        for waiter in served { waiter.continuation.resume(returning: true) }
    }

    /// Takes those out of the line for whom there is room, the first one first, and nobody before him.
    private static func serve(_ state: inout State) -> [Waiter] {
        var served: [Waiter] = []
        while let first = state.waiters.first, first.count <= state.free {
            state.free -= first.count
            served.append(state.waiters.removeFirst())
        }
        return served
    }
}

/// The share of one upload in a budget, given back when the upload lets go of it.
struct UploadShare: ~Copyable {
    private let budget: UploadBudget
    private let byteCount: Int
    private var taken = 0

    /// Makes a share that is not taken yet.
    ///
    /// - Parameters:
    ///   - budget: The budget.
    ///   - byteCount: The bytes to take.
    init(of budget: UploadBudget, byteCount: Int) {
        self.budget = budget
        self.byteCount = byteCount
    }

    deinit {
        if taken > 0 { budget.giveBack(taken) }
    }

    /// Takes the share, unless it was taken before.
    ///
    /// - Throws: ``BlobError/bodyFailed(_:)`` when the upload is cancelled while it waits.
    mutating func take() async throws(BlobError) {
        guard taken == 0 else { return }
        do throws(CancellationError) {
            taken = try await budget.take(byteCount)
        } catch {
            throw BlobError.bodyFailed("The upload was cancelled.")
        }
    }
}
