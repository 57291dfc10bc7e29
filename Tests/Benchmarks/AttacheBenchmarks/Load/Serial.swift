import Synchronization

/// Numbers that are each given once, to whichever thread asks.
final class Serial: Sendable {
    private let next = Atomic<Int>(0)

    /// Begins at 0.
    init() {}

    /// Returns the next number.
    func take() -> Int {
        next.wrappingAdd(1, ordering: .relaxed).oldValue
    }
}
