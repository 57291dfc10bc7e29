import Dispatch

/// Runs jobs one after the other on a thread that may block.
final class LoadThread: SerialExecutor {
    // A serial queue is the thread; blocking it blocks no task of another executor.
    private let queue: DispatchQueue

    /// Makes an executor with a thread of its own.
    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Runs a job of a task after the jobs that were scheduled before it.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedSerialExecutor()
        queue.async { unsafe job.runSynchronously(on: executor) }
    }

    /// Runs a closure after the jobs that were scheduled before it.
    func schedule(_ body: @escaping @Sendable () -> Void) {
        queue.async(execute: body)
    }
}

extension LoadThread {
    /// Runs a closure that blocks, on a thread of its own.
    ///
    /// - Throws: What the closure throws.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { waiter in
            LoadThread(label: "once").schedule { waiter.resume(with: Result(catching: body)) }
        }
    }
}
