import BlobAPI
import Synchronization

/// Where the routes find the node's runtime, and the keeper of the assignment puts it.
final class NodeState: Sendable {
    private struct Value {
        var runtime: NodeRuntime?
        var isEnded = false
        var waiters: [CheckedContinuation<Bool, Never>] = []
    }

    private let value = Mutex(Value())

    /// Creates the state of a node that has no assignment yet.
    init() {}

    /// The runtime, or nil before the first assignment.
    var current: NodeRuntime? { value.withLock { $0.runtime } }

    /// Returns the runtime.
    ///
    /// - Throws: The problem `unavailable` before the first assignment.
    func runtime() throws(APIProblem) -> NodeRuntime {
        guard let runtime = current else {
            throw APIProblem(.unavailable, detail: "The node has no assignment yet.")
        }
        return runtime
    }

    /// Puts a runtime in place of the former one.
    func replace(with runtime: NodeRuntime) {
        settle { $0.runtime = runtime }
    }

    /// Says that there will be no runtime any more.
    func end() {
        settle { $0.isEnded = true }
    }

    /// Returns once there is a runtime, or there will be none.
    ///
    /// - Returns: Whether there is one.
    func waitForRuntime() async -> Bool {
        await withCheckedContinuation { waiter in
            let answer: Bool? = value.withLock { value in
                if value.runtime != nil { return true }
                if value.isEnded { return false }
                value.waiters.append(waiter)
                return nil
            }
            if let answer { waiter.resume(returning: answer) }
        }
    }

    private func settle(_ change: (inout Value) -> Void) {
        let (waiters, isReady) = value.withLock { value in
            change(&value)
            defer { value.waiters = [] }
            return (value.waiters, value.runtime != nil)
        }
        for waiter in waiters { waiter.resume(returning: isReady) }
    }
}
