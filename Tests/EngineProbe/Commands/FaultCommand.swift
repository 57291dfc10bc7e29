import ArgumentParser
import SystemPackage

/// Makes the calls of a workload fail, one after the other.
struct FaultCommand: AsyncParsableCommand {
    /// What `engine-probe fault --help` says.
    static let configuration = CommandConfiguration(
        commandName: "fault",
        abstract: "Runs a workload again and again, in each run another call fails, and checks what is left.",
        discussion: """
            For each kind of call and each way in which it fails, the first, second, … call of the kind fails, until the \
            workload makes no more of them. Findings end the command with exit code 3.
            """
    )

    /// The workload.
    @Option(help: "What to run.") var workload: WorkloadName = .small

    /// The seed.
    @Option(help: "The seed of the workload.") var seed: UInt64 = 1

    /// The kind of calls.
    @Option(name: .customLong("call"), help: "Fail calls of this kind only.") var kind: CallKind?

    /// How they fail.
    @Option(help: "Fail in this way only.") var error: InjectedError?

    /// Only one call.
    @Option(help: "Fail this call only, from 1.") var first: UInt64?

    /// Every n-th call.
    @Option(help: "Fail every n-th call only, beginning at one that follows from the seed.") var stride: UInt64 = 1

    /// The losses of power.
    @Option(
        help: """
            Take the power at so many moments soon after each failure, too. What a failed synchronisation should have \
            written is in memory alone from then on, as on Linux: later ones pass it over.
            """
    )
    var points = 0

    /// A full disk.
    @Flag(help: "Let the disk say that it is full when the call fails, until the error was told.") var full = false

    /// Where to work.
    @Option(help: "Work in this directory, and leave it.") var directory: String?

    /// Tell of each run.
    @Flag(help: "Tell of each run.") var verbose = false

    /// Runs, checks, and tells.
    func run() async throws {
        let workspace = try Workspace(directory)
        let title = "fault --workload \(workload.rawValue) --seed \(seed)"
        var campaign = FaultCampaign(script: try workload.script(seed: seed), workspace: workspace.path)
        campaign.isVerbose = verbose
        campaign.fillsDisk = full
        if points > 0 { campaign.losses = FaultCampaign.Losses(points: points, seed: seed) }
        for (kind, error) in failures { try await campaign.run(kind, error, calls) }
        Verdict.say("engine-probe \(title): \(campaign.runs) runs, \(campaign.findings.count) findings")
        workspace.finish(keeping: false)
        try Verdict.tell(campaign.findings, seed: seed)
    }

    private var calls: FaultCampaign.Calls {
        guard let first else { return FaultCampaign.Calls(first: 1 + seed % stride, stride: stride) }
        return FaultCampaign.Calls(first: first, stride: nil)
    }

    private var failures: [(CallKind, InjectedError)] {
        let kinds = kind.map { [$0] } ?? CallKind.allCases
        let all = kinds.flatMap { kind in kind.errors.map { (kind, $0) } }
        return all.filter { error == nil || error == $0.1 }
    }
}
