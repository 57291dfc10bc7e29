import Testing

@testable import ServiceSupport

@Suite struct BudgetLedgerTests {
    private func ledger(total: Int = 10, share: Int = 6, line: Int = 256) -> BudgetLedger<String> {
        var limits = BudgetLimits(total: total, share: share)
        limits.line = line
        return BudgetLedger(limits)
    }

    @Test func `a claim takes what is free of the whole and of its owner's share`() {
        var ledger = ledger()
        #expect(ledger.claim(6, for: "a") == .taken)
        #expect(ledger.claim(1, for: "a") == .waits(1))
        #expect(ledger.claim(4, for: "b") == .taken)
        // The claim of b has had a number too.
        #expect(ledger.claim(1, for: "c") == .waits(3))
        #expect(ledger.taken == 10)
    }

    @Test func `a claim for more than there can be stands for all that its owner can have`() {
        var ledger = ledger()
        #expect(ledger.claim(100, for: "a") == .taken)
        #expect(ledger.taken == 6)
        #expect(ledger.giveBack(100, from: "a") == [])
        #expect(ledger.taken == 0)
    }

    @Test func `a claim that waits for its owner's share holds up nobody else`() {
        var ledger = ledger()
        #expect(ledger.claim(6, for: "a") == .taken)
        #expect(ledger.claim(5, for: "a") == .waits(1))
        #expect(ledger.claim(4, for: "b") == .taken)
    }

    @Test func `a claim that waits for the whole holds up those after it, so that small ones do not starve it`() {
        var ledger = ledger()
        #expect(ledger.claim(6, for: "a") == .taken)
        #expect(ledger.claim(5, for: "b") == .waits(1))
        #expect(ledger.claim(1, for: "c") == .waits(2))
        #expect(ledger.giveBack(6, from: "a") == [1, 2])
        #expect(ledger.taken == 6)
    }

    @Test func `claims of one owner are served in their order`() {
        var ledger = ledger()
        #expect(ledger.claim(4, for: "a") == .taken)
        #expect(ledger.claim(4, for: "a") == .waits(1))
        #expect(ledger.claim(1, for: "a") == .waits(2))
        #expect(ledger.giveBack(4, from: "a") == [1, 2])
    }

    @Test func `a claim that is withdrawn lets the next one go`() {
        var ledger = ledger()
        #expect(ledger.claim(6, for: "a") == .taken)
        #expect(ledger.claim(5, for: "b") == .waits(1))
        #expect(ledger.claim(4, for: "c") == .waits(2))
        #expect(ledger.withdraw(1) == [2])
        #expect(ledger.withdraw(1) == nil)
        #expect(ledger.waiting == 0)
    }

    @Test func `the line of one owner is bounded, and that of another is not the shorter for it`() {
        var ledger = ledger(line: 1)
        #expect(ledger.claim(6, for: "a") == .taken)
        #expect(ledger.claim(1, for: "a") == .waits(1))
        #expect(ledger.claim(1, for: "a") == .refused)
        #expect(ledger.claim(5, for: "b") == .waits(2))
    }

    @Test func `a random game never gives more than there is, and loses nothing`() {
        let seed = UInt64.random(in: 0...(.max))
        var state = seed
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var ledger = ledger(total: 20, share: 8)
        var held: [(owner: String, count: Int)] = []
        var waiting: [UInt64: (owner: String, count: Int)] = [:]
        func take(_ served: Set<UInt64>) {
            for id in served { held.append(waiting.removeValue(forKey: id) ?? ("nobody", 0)) }
        }
        for _ in 0..<5000 {
            switch random(3) {
            case 0:
                let claim = (owner: "\(random(5))", count: 1 + random(8))
                switch ledger.claim(claim.count, for: claim.owner) {
                case .taken: held.append(claim)
                case .waits(let id): waiting[id] = claim
                case .refused: break
                }
            case 1 where !held.isEmpty:
                let share = held.remove(at: random(held.count))
                take(ledger.giveBack(share.count, from: share.owner))
            default:
                guard let id = waiting.keys.randomElement() else { break }
                waiting[id] = nil
                take(ledger.withdraw(id) ?? [])
            }
            let total = held.reduce(0) { $0 + $1.count }
            let shares = Dictionary(held.map { ($0.owner, $0.count) }, uniquingKeysWith: +)
            #expect(total == ledger.taken && total <= 20, "seed \(seed)")
            #expect(shares.values.allSatisfy { $0 <= 8 } && shares["nobody"] == nil, "seed \(seed)")
            #expect(ledger.waiting == waiting.count, "seed \(seed)")
        }
    }
}
