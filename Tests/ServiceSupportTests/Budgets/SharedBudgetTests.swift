import Testing

@testable import ServiceSupport

@Suite(.timeLimit(.minutes(1)))
struct SharedBudgetTests {
    private func budget(patience: Duration = .seconds(3600)) -> SharedBudget<String> {
        var limits = BudgetLimits(total: 10, share: 6)
        limits.patience = patience
        return SharedBudget(limits)
    }

    /// Returns once as many claims wait as expected.
    private func waitUntil(_ budget: SharedBudget<String>, hasWaiting count: Int) async throws {
        while budget.waiting != count { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test func `a part is given back when nobody holds it any more`() async throws {
        let budget = budget()
        var share: BudgetShare? = try await budget.take(6, for: "a")
        #expect(budget.taken == 6)
        #expect(share != nil)
        share = nil
        #expect(budget.taken == 0)
    }

    @Test func `what is free is taken without waiting, by each owner up to his share`() throws {
        let budget = budget()
        var first = budget.takeFree(6, for: "a")
        #expect(first != nil && budget.taken == 6)
        #expect(budget.takeFree(1, for: "a") == nil)
        #expect(budget.takeFree(5, for: "b") == nil)
        let second = try #require(budget.takeFree(4, for: "b"))
        #expect(budget.takeFree(1, for: "c") == nil)
        first = nil
        #expect(budget.taken == 4 && budget.waiting == 0)
        withExtendedLifetime(second) { #expect(budget.takeFree(7, for: "a") == nil) }
    }

    @Test func `what others wait for is not free`() async throws {
        let budget = budget()
        let first = try await budget.take(6, for: "a")
        let next = Task { try await budget.take(5, for: "b") }
        try await waitUntil(budget, hasWaiting: 1)
        #expect(budget.takeFree(1, for: "c") == nil)
        withExtendedLifetime(first) {}
        next.cancel()
        _ = await next.result
        #expect(budget.takeFree(1, for: "c") != nil)
    }

    @Test func `who finds no room waits until somebody gives back`() async throws {
        let budget = budget()
        var share: BudgetShare? = try await budget.take(6, for: "a")
        let next = Task { try await budget.take(5, for: "a") }
        try await waitUntil(budget, hasWaiting: 1)
        #expect(share != nil)
        share = nil
        let served = try await next.value
        #expect(budget.taken == 5)
        withExtendedLifetime(served) {}
    }

    @Test func `who has waited long enough is refused, and takes nothing`() async throws {
        let budget = budget(patience: .milliseconds(1))
        let share = try await budget.take(6, for: "a")
        await #expect(throws: BudgetExhausted.self) { try await budget.take(1, for: "a") }
        #expect(budget.waiting == 0 && budget.taken == 6)
        withExtendedLifetime(share) {}
    }

    @Test func `who is cancelled while he waits takes nothing, and lets the next one go`() async throws {
        let budget = budget()
        let share = try await budget.take(6, for: "a")
        let cancelled = Task { try await budget.take(5, for: "b") }
        try await waitUntil(budget, hasWaiting: 1)
        let next = Task { try await budget.take(4, for: "c") }
        try await waitUntil(budget, hasWaiting: 2)
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        let served = try await next.value
        #expect(budget.taken == 10 && budget.waiting == 0)
        withExtendedLifetime((share, served)) {}
    }

    @Test func `many who come, wait and are cancelled at the same time leave nothing taken`() async throws {
        let budget = budget()
        await withDiscardingTaskGroup { group in
            for number in 0..<400 {
                group.addTask {
                    let claim = Task { try await budget.take(1 + number % 6, for: "\(number % 7)") }
                    if number.isMultiple(of: 3) { claim.cancel() }
                    _ = try? await claim.value
                }
            }
        }
        while budget.taken != 0 { try await Task.sleep(for: .milliseconds(1)) }
        #expect(budget.waiting == 0)
    }
}
