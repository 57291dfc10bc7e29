import Synchronization

/// A bounded number of threads on which reads may block.
final class BlockingPool: Sendable {
    private let executors: [ThreadExecutor]
    private let turn = Atomic<UInt>(0)
    private let open = Atomic<Int>(0)

    /// Makes a pool.
    ///
    /// - Parameters:
    ///   - label: The threads' name for who looks at the process.
    ///   - threads: The number of threads, at least 1.
    init(label: String, threads: Int) {
        precondition(threads >= 1, "A pool has at least one thread.")
        executors = (0..<threads).map { ThreadExecutor(label: "\(label).\($0)") }
    }

    /// How many closures the pool was given to run; each costs two changes of thread.
    var runCount: UInt { turn.load(ordering: .relaxed) }

    /// How many closures run or wait for a thread, to which background work gives way.
    var openCount: Int { open.load(ordering: .relaxed) }

    /// Runs a closure on the next thread in turn, some time after this returns.
    func schedule(_ body: @escaping @Sendable () -> Void) {
        open.add(1, ordering: .relaxed)
        next.schedule { [self] in
            body()
            open.subtract(1, ordering: .relaxed)
        }
    }

    /// Runs a closure on the next thread in turn and returns what it returns.
    ///
    /// The closure runs even when the task is cancelled.
    ///
    /// - Throws: What the closure throws.
    func run<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let executor = next
        open.add(1, ordering: .relaxed)
        defer { open.subtract(1, ordering: .relaxed) }
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            executor.schedule {
                do throws(Failure) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    private var next: ThreadExecutor {
        executors[Int(turn.wrappingAdd(1, ordering: .relaxed).oldValue % UInt(executors.count))]
    }

    /// Returns when everything that was to run before has run and has let go of what it held.
    func drain() async {
        for executor in executors {
            await withCheckedContinuation { continuation in
                executor.schedule { continuation.resume() }
            }
        }
    }
}
