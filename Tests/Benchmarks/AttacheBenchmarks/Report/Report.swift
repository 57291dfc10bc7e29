import FoundationEssentials

/// All figures of a run.
struct Report: Codable, Sendable {
    /// When the run began.
    let date: String

    /// The machine.
    let machine: Machine

    /// The requests.
    var requests: [ComparedFigures] = []

    /// The large bodies.
    var memory: [MemoryFigures] = []

    /// Everything else.
    var findings: [Finding] = []

    /// The anonymous memory of the server after all requests but the large bodies, in bytes.
    var memoryAfterRequests: UInt64 = 0

    /// Begins a report.
    init(date: Date, machine: Machine) {
        self.date = date.formatted(.iso8601)
        self.machine = machine
    }

    /// Whether every figure that has a bound is within it.
    var isWithinBounds: Bool {
        memory.allSatisfy(\.isWithinBound) && requests.allSatisfy(\.isWithinBound)
            && findings.allSatisfy { $0.isReached || !$0.isBinding }
    }

    /// The report as JSON.
    ///
    /// - Throws: What the encoder throws.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(self)
    }
}
