import FoundationEssentials

/// Facts for people to read, each with its name before it.
struct FactList {
    private var facts: [(name: String, fact: String)] = []

    /// Makes a list without facts.
    init() {}

    /// Adds a fact.
    mutating func add(_ name: String, _ fact: String) {
        facts.append((name, fact))
    }

    /// The facts, one a line, all beginning in the same column.
    var lines: [String] {
        let width = facts.map(\.name.count).max() ?? 0
        return facts.map { $0.name + String(repeating: " ", count: width + 2 - $0.name.count) + $0.fact }
    }

    /// Writes the facts to standard output.
    func print() {
        for line in lines { Swift.print(line) }
    }
}

extension Date {
    /// The date to the second in UTC, such as `2026-11-21T10:00:00Z`.
    var text: String { formatted(.iso8601) }
}
