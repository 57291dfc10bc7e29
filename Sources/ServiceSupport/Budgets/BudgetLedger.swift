/// Who has how much of a budget and who waits for it, as a value: claims go in, those that are served come out.
///
/// Claims are served in their order. One that waits for its own owner's share holds up nobody but its owner; one that
/// waits for the whole holds up all that came later, since otherwise small claims would starve a large one.
struct BudgetLedger<Owner: Hashable & Sendable>: Sendable {
    /// What becomes of a claim.
    enum Outcome: Hashable, Sendable {
        /// It has what it asked for.
        case taken
        /// It waits; the number tells it apart.
        case waits(UInt64)
        /// Too many claims of its owner wait.
        case refused
    }

    private struct Claim: Sendable {
        let id: UInt64
        let owner: Owner
        let count: Int
    }

    private let limits: BudgetLimits
    private var shares: [Owner: Int] = [:]
    private var line: [Claim] = []
    private var lastID: UInt64 = 0

    /// What all owners have taken together.
    private(set) var taken = 0

    /// The number of claims that wait.
    var waiting: Int { line.count }

    /// Creates the ledger of a budget of which nothing is taken.
    init(_ limits: BudgetLimits) {
        self.limits = limits
    }

    /// Returns whether a claim waits.
    func hasWaiting(_ id: UInt64) -> Bool {
        line.contains { $0.id == id }
    }

    /// Takes a part of the budget for an owner, or puts the claim in the line.
    mutating func claim(_ count: Int, for owner: Owner) -> Outcome {
        let count = min(count, limits.largestClaim)
        if line.isEmpty, fits(count, owner), fits(count) {
            take(count, owner)
            return .taken
        }
        guard line.count(where: { $0.owner == owner }) < limits.line else { return .refused }
        lastID += 1
        line.append(Claim(id: lastID, owner: owner, count: count))
        return serve().contains(lastID) ? .taken : .waits(lastID)
    }

    /// Takes a part of the budget for an owner where it is free; nobody waits.
    ///
    /// - Returns: Whether it was taken: more than an owner can have at all never is, nor what others wait for.
    mutating func claimFree(_ count: Int, for owner: Owner) -> Bool {
        guard line.isEmpty, count <= limits.largestClaim, fits(count, owner), fits(count) else { return false }
        take(count, owner)
        return true
    }

    /// Takes back what an owner was given for a claim.
    ///
    /// - Returns: The numbers of the claims that are served now.
    mutating func giveBack(_ count: Int, from owner: Owner) -> Set<UInt64> {
        let count = min(count, limits.largestClaim)
        taken -= count
        let rest = shares[owner, default: 0] - count
        shares[owner] = rest > 0 ? rest : nil
        return serve()
    }

    /// Takes a claim out of the line.
    ///
    /// - Returns: The numbers of the claims that are served now, or nil when it does not wait.
    mutating func withdraw(_ id: UInt64) -> Set<UInt64>? {
        guard let position = line.firstIndex(where: { $0.id == id }) else { return nil }
        line.remove(at: position)
        return serve()
    }

    private func fits(_ count: Int, _ owner: Owner) -> Bool {
        count <= limits.share - shares[owner, default: 0]
    }

    private func fits(_ count: Int) -> Bool {
        count <= limits.total - taken
    }

    private mutating func take(_ count: Int, _ owner: Owner) {
        taken += count
        shares[owner, default: 0] += count
    }

    private mutating func serve() -> Set<UInt64> {
        guard !line.isEmpty else { return [] }
        var served: Set<UInt64> = []
        var held: Set<Owner> = []
        for claim in line where !held.contains(claim.owner) {
            guard fits(claim.count, claim.owner) else {
                held.insert(claim.owner)
                continue
            }
            guard fits(claim.count) else { break }
            take(claim.count, claim.owner)
            served.insert(claim.id)
        }
        if !served.isEmpty { line.removeAll { served.contains($0.id) } }
        return served
    }
}
