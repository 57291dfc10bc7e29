/// The steps of a workload; those of one group run at the same time.
struct Script: Sendable {
    /// The name of the workload.
    let name: WorkloadName
    /// The groups of steps, in order.
    private(set) var groups: [[Step]] = []

    /// Makes a script without steps.
    init(_ name: WorkloadName) {
        self.name = name
    }

    /// All steps, in the order in which they are counted.
    var steps: [Step] { groups.flatMap { $0 } }

    /// Adds a step that runs after those before it.
    mutating func then(_ step: Step) {
        groups.append([step])
    }

    /// Adds steps that run at the same time.
    mutating func together(_ steps: [Step]) {
        precondition(
            steps.allSatisfy(\.isConcurrent),
            "A step that closes the shard, or changes its files, runs alone."
        )
        groups.append(steps)
    }
}
