package import BlobAPI
package import NIOCore

extension CallDeadline {
    /// Does some work for the caller, and cancels it when nobody waits for it any more, by a timer of the event loop on which
    /// the call is answered.
    ///
    /// Such a timer costs little to set and to take back. A call that is answered elsewhere is bounded as by ``run(_:)``.
    ///
    /// - Throws: What the work throws, and the problem `deadline-exceeded`.
    package func run<Value: Sendable>(
        on eventLoop: any EventLoop,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let remaining, eventLoop.inEventLoop else { return try await run(work) }
        let timer = eventLoop.scheduleTask(in: TimeAmount(remaining)) {}
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await timer.futureResult.get()
                throw APIProblem(.deadlineExceeded)
            }
            defer {
                timer.cancel()
                group.cancelAll()
            }
            guard let value = try await group.next() else {
                preconditionFailure("A group of two tasks has a first result.")
            }
            return value
        }
    }
}
