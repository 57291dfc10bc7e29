import Dispatch

/// Runs jobs one after the other on a thread that may block, away from the threads on which tasks run.
///
/// An actor that names it as its executor never blocks another task by waiting for a disk.
final class ThreadExecutor: SerialExecutor {
    // A serial queue is the thread: one job at a time, in the order in which they were scheduled.
    private let queue: DispatchQueue

    /// Makes an executor with a thread of its own.
    ///
    /// - Parameter label: The thread's name for who looks at the process.
    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Runs a job of a task after the jobs that were scheduled before it.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // The job may be the last to hold the actor; the executor must outlive it.
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Runs a closure after the jobs that were scheduled before it.
    func schedule(_ body: @escaping @Sendable () -> Void) {
        queue.async(execute: body)
    }

    /// Traps unless the caller runs on this executor's thread.
    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
