import Synchronization

/// A value that work on several threads changes, one after the other.
///
/// The value stays where it is, so that what it holds is not copied for every change.
final class Handover<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    /// Takes over a value.
    init(_ value: Value) {
        self.value = Mutex(value)
    }

    /// The value as it is now.
    var current: Value { value.withLock { $0 } }

    /// Changes the value.
    ///
    /// - Parameter body: What to change; spell its error: `{ (value) throws(E) in … }`.
    /// - Returns: What the body returns.
    /// - Throws: The body's error.
    func change<Result: Sendable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try value.withLock { (value) throws(Failure) in try body(&value) }
    }
}
