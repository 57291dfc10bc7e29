package import NIOCore

/// Runs the jobs of tasks on an event loop, so that a task which waits for its connection goes on without a change of thread.
///
/// Whoever gives it to a task keeps it until the task has ended.
package final class EventLoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    /// Makes an executor of an event loop, which must not be shut down while tasks prefer it.
    package init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Runs a job of a task after what the event loop was given before.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
