import Glibc
import Synchronization

/// A gate that opens once: on one side a synchronous body waits, on the other a task opens.
final class Gate: Sendable {
    private let isOpen = Atomic(false)

    /// Opens the gate for good.
    func open() {
        isOpen.store(true, ordering: .releasing)
    }

    /// Waits on a thread of its own, such as that of a transaction.
    func waitOnThread() {
        while !isOpen.load(ordering: .acquiring) { sched_yield() }
    }

    /// Waits in a task and lets others run.
    func wait() async {
        while !isOpen.load(ordering: .acquiring) { await Task.yield() }
    }
}
