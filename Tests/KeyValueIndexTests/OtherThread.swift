import Foundation
import Synchronization

/// Runs a body on a thread of its own while the caller waits.
func onOtherThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
    try startThread(body).value()
}

/// Starts a thread.
func startThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) -> OtherThread<Value> {
    let result = OtherThread<Value>()
    Thread { result.finish(Result { try body() }) }.start()
    return result
}

/// A thread whose result can be waited for.
final class OtherThread<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let end = DispatchSemaphore(value: 0)

    /// Notes the result, once.
    func finish(_ result: Result<Value, any Error>) {
        self.result.withLock { $0 = result }
        end.signal()
    }

    /// Waits for the thread's end and returns its result.
    func value() throws -> Value {
        end.wait()
        end.signal()
        guard let result = result.withLock({ $0 }) else { preconditionFailure("A finished thread has a result.") }
        return try result.get()
    }
}
