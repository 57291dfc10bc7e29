import ArgumentParser
import SystemPackage

/// Damages the files of a shard at random.
struct MutateCommand: AsyncParsableCommand {
    /// What `engine-probe mutate --help` says.
    static let configuration = CommandConfiguration(
        commandName: "mutate",
        abstract: "Damages segments, keys and the identity of a shard at random, and opens, verifies and rebuilds it.",
        discussion: "The engine must never give back other bytes, and never end the process; it may refuse."
    )

    /// What is in the shard.
    @Option(help: "What to write into the shard first.") var workload: WorkloadName = .compaction

    /// The seed.
    @Option(help: "The seed of the workload and of the damages.") var seed: UInt64 = 1

    /// How many damages.
    @Option(help: "The number of damaged copies.") var rounds = 50

    /// Where to work.
    @Option(help: "Work in this directory, and leave it.") var directory: String?

    /// Tell of each round.
    @Flag(help: "Tell of each round before it begins.") var verbose = false

    /// Writes, damages, and tells.
    func run() async throws {
        let workspace = try Workspace(directory)
        let script = try workload.script(seed: seed)
        let original = workspace.path.appending("original")
        var runner = WorkloadRunner(script, at: ShardPlace(original, workload))
        try await runner.runAll()
        let title = "mutate --workload \(workload.rawValue) --seed \(seed)"
        Verdict.say("engine-probe \(title): \(rounds) rounds")
        let campaign = MutationCampaign(workspace: workspace.path, script: script, seed: seed)
        let findings = try await campaign.run(on: original, rounds: rounds) { if verbose { Verdict.say($0) } }
        Verdict.say("engine-probe \(title): \(findings.count) findings")
        workspace.finish(keeping: false)
        try Verdict.tell(findings, seed: seed)
    }
}
