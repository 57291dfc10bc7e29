import RandomTesting

/// One kind of step in the life of a shard.
struct ModelOperation: Sendable {
    /// The name, for who reads of a failure.
    let name: String

    /// How often it comes in relation to the others.
    let weight: Int

    /// Takes the step and checks its outcome.
    let run: @Sendable (inout ModelRun) async throws -> Void

    /// All kinds of steps.
    static let all: [ModelOperation] = writing + reading + lifecycle + sessions + compaction

    /// Returns a random kind.
    static func pick(_ random: inout SeededGenerator) -> ModelOperation {
        var left = Int.random(in: 0..<all.reduce(0) { $0 + $1.weight }, using: &random)
        for operation in all {
            left -= operation.weight
            if left < 0 { return operation }
        }
        preconditionFailure("The weights add up.")
    }
}
