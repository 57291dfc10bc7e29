import Synchronization

/// Something of which there is so much for all together, and so much of it for each owner, such as memory.
///
/// A claim that finds no room waits its turn for a while, and is then refused.
package final class SharedBudget<Owner: Hashable & Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Bool, Never>

    private struct State {
        var ledger: BudgetLedger<Owner>
        var waiters: [UInt64: Waiter] = [:]
        /// The claims that were served before their tasks had come to wait.
        var served: Set<UInt64> = []
    }

    /// How much there is.
    package let limits: BudgetLimits

    private let state: Mutex<State>

    /// Creates a budget of which nothing is taken.
    package init(_ limits: BudgetLimits) {
        self.limits = limits
        state = Mutex(State(ledger: BudgetLedger(limits)))
    }

    /// What all owners have taken together.
    package var taken: Int { state.withLock { $0.ledger.taken } }

    /// The number of claims that wait.
    package var waiting: Int { state.withLock { $0.ledger.waiting } }

    /// Takes a part of the budget, and waits for it where there is none.
    ///
    /// - Parameters:
    ///   - count: How much; more than an owner can have at all stands for all that he can have.
    ///   - owner: Who has it.
    /// - Returns: The part, which is given back when it is let go of.
    /// - Throws: ``BudgetExhausted``; `CancellationError` when the task is cancelled while it waits. Nothing is taken then.
    package func take(_ count: Int, for owner: Owner) async throws -> BudgetShare {
        switch state.withLock({ $0.ledger.claim(count, for: owner) }) {
        case .taken: break
        case .refused: throw BudgetExhausted(patience: limits.patience)
        case .waits(let id): try await wait(for: id)
        }
        return BudgetShare { self.giveBack(count, from: owner) }
    }

    /// Takes a part of the budget where it is free, without waiting.
    ///
    /// - Parameters:
    ///   - count: How much; more than an owner can have at all is never free.
    ///   - owner: Who has it.
    /// - Returns: The part, which is given back when it is let go of; nil where so much is not free.
    package func takeFree(_ count: Int, for owner: Owner) -> BudgetShare? {
        guard state.withLock({ $0.ledger.claimFree(count, for: owner) }) else { return nil }
        return BudgetShare { self.giveBack(count, from: owner) }
    }

    private func wait(for id: UInt64) async throws {
        let patience = limits.patience
        let isServed = await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.isServed(id) }
            group.addTask {
                try? await Task.sleep(for: patience)
                // Whoever was served meanwhile says so himself.
                self.withdraw(id)
                return false
            }
            defer { group.cancelAll() }
            return await group.contains(true)
        }
        guard !isServed else { return }
        try Task.checkCancellation()
        throw BudgetExhausted(patience: patience)
    }

    /// Returns whether a claim is served, once that is known.
    private func isServed(_ id: UInt64) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let outcome: Bool? = state.withLock { state in
                    if state.served.remove(id) != nil { return true }
                    // It may have been withdrawn before anybody came to wait.
                    guard state.ledger.hasWaiting(id) else { return false }
                    state.waiters[id] = waiter
                    return nil
                }
                if let outcome { waiter.resume(returning: outcome) }
            }
        } onCancel: {
            withdraw(id)
        }
    }

    private func withdraw(_ id: UInt64) {
        let (withdrawn, served): (Waiter?, [Waiter]) = state.withLock { state in
            guard let served = state.ledger.withdraw(id) else { return (nil, []) }
            return (state.waiters.removeValue(forKey: id), Self.waiters(of: served, &state))
        }
        withdrawn?.resume(returning: false)
        for waiter in served { waiter.resume(returning: true) }
    }

    private func giveBack(_ count: Int, from owner: Owner) {
        let served = state.withLock { state in
            let served = state.ledger.giveBack(count, from: owner)
            return Self.waiters(of: served, &state)
        }
        for waiter in served { waiter.resume(returning: true) }
    }

    /// Returns who waits for the claims, and notes those for which nobody waits yet.
    private static func waiters(of served: Set<UInt64>, _ state: inout State) -> [Waiter] {
        served.compactMap { id in
            let waiter = state.waiters.removeValue(forKey: id)
            if waiter == nil { state.served.insert(id) }
            return waiter
        }
    }
}
