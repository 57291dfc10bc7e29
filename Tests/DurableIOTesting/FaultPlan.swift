import DurableIO
import Synchronization
import SystemPackage

/// The counts of calls and the faults still to come, shared by a ``FaultyFileSystem`` and its files.
final class FaultPlan: Sendable {
    private struct State {
        var counts: [FileOperation: Int] = [:]
        var faults: [FaultPoint: Fault] = [:]
        var lasting: [FileOperation: Fault] = [:]
    }

    private let state = Mutex(State())

    /// Arms a fault; one for an occurrence that has passed never comes.
    func arm(_ point: FaultPoint, with fault: Fault) {
        state.withLock { $0.faults[point] = fault }
    }

    /// Makes every call of an operation fail until ``heal()``.
    func arm(all operation: FileOperation, with fault: Fault) {
        state.withLock { $0.lasting[operation] = fault }
    }

    /// Takes all faults away.
    func heal() {
        state.withLock {
            $0.faults = [:]
            $0.lasting = [:]
        }
    }

    /// The number of calls of an operation so far, failed ones included.
    func count(of operation: FileOperation) -> Int {
        state.withLock { $0.counts[operation, default: 0] }
    }

    /// Counts a call and returns the fault that it meets.
    func fault(at operation: FileOperation) -> Fault? {
        state.withLock { state in
            state.counts[operation, default: 0] += 1
            let point = FaultPoint(operation, state.counts[operation, default: 0])
            return state.faults.removeValue(forKey: point) ?? state.lasting[operation]
        }
    }

    /// Counts a call and throws when it meets a fault.
    func pass(_ operation: FileOperation, _ path: FilePath) throws(FileError) {
        guard let fault = fault(at: operation) else { return }
        throw .system(operation: operation, path: path, errno: fault.errno)
    }
}
