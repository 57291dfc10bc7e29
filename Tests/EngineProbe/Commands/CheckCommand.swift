import ArgumentParser
import SystemPackage

/// Records a workload and takes the power at many of its moments.
struct CheckCommand: AsyncParsableCommand {
    /// What `engine-probe check --help` says.
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Records a workload, takes the power at many of its moments, and checks what is left.",
        discussion: """
            Of what was not synchronised, any 4 KiB piece, any change of a size, and any new, changed or removed name may \
            be lost. Findings end the command with exit code 3; the directory with the trace stays then, and --trace and \
            --point repeat one of them exactly.
            """
    )

    /// The workload.
    @Option(help: "What to record.") var workload: WorkloadName = .plain

    /// The seed.
    @Option(help: "The seed of the workload and of the losses.") var seed: UInt64 = 1

    /// How many moments.
    @Option(help: "The number of moments at which the power is lost.") var points = 100

    /// One moment only.
    @Option(help: "Check this moment only.") var point: Int?

    /// How many recoveries are recorded and crashed in turn.
    @Option(help: "The number of recoveries that lose power, too, at as many moments each as --points / 4.")
    var recoveries = 0

    /// Whose synchronisations are not made.
    @Option(
        help: "Whose synchronisations the disk ignores: segments, index, keys, directories. The check must find it out."
    )
    var ignoring: SimulatedDisk.Ignored?

    /// A trace made before.
    @Option(help: "Check this trace of the same workload and seed instead of a new one.") var trace: String?

    /// Where to work.
    @Option(help: "Work in this directory, and leave it.") var directory: String?

    /// Tell of each moment.
    @Flag(help: "Tell of each moment before it is checked.") var verbose = false

    /// Records, checks, and tells.
    func run() async throws {
        let workspace = try Workspace(directory)
        let title = "check --workload \(workload.rawValue) --seed \(seed)"
        Verdict.say("engine-probe \(title): \(point.map { "point \($0)" } ?? "\(points) points")")
        let findings = try await findings(in: workspace.path)
        Verdict.say("engine-probe \(title): \(findings.count) findings")
        workspace.finish(keeping: !findings.isEmpty && ignoring == nil)
        if !findings.isEmpty {
            Verdict.say("To repeat: engine-probe \(title) --trace \(workspace.path.appending("trace")) --point …")
        }
        try Verdict.tell(findings, seed: seed)
    }

    private func findings(in workspace: FilePath) async throws -> [String] {
        let isVerbose = verbose
        let campaign = CrashCampaign(workspace: workspace, seed: seed, ignored: ignoring) { text in
            if isVerbose { Verdict.say(text) }
        }
        let recording = try await recording(in: campaign)
        let numbers = point.map { [$0] } ?? Array(0..<points)
        let disk = SimulatedDisk(mirrors: try campaign.directory("mirrors"), ignoring: campaign.ignored)
        var order = OrderCheck(recording, on: disk)
        var findings = try order.run()
        var metaPages = MetaPageCheck(recording.trace, on: disk)
        findings += try metaPages.run()
        findings += try await campaign.run(recording, points: numbers) { mirrors in
            SimulatedDisk(mirrors: mirrors, ignoring: campaign.ignored)
        }
        for number in 0..<recoveries {
            let recovery = RecoveryCampaign(campaign: campaign, recording: recording, number: number)
            findings += try await recovery.run(points: Array(0..<max(1, points / 4)))
        }
        return findings
    }

    private func recording(in campaign: CrashCampaign) async throws -> Recording {
        let script = try workload.script(seed: seed)
        if let trace { return try Recording(script, trace: FilePath(trace)) }
        let live = try campaign.directory("live")
        let recording = try await Recording(script, on: live, to: campaign.workspace.appending("trace"))
        try requireWholeTrace(of: recording, live, campaign)
        return recording
    }

    /// A trace that does not explain the disk misses calls, and proves nothing.
    private func requireWholeTrace(of recording: Recording, _ live: FilePath, _ campaign: CrashCampaign) throws {
        let disk = SimulatedDisk(mirrors: try campaign.directory("mirrors"))
        var player = try TracePlayer(recording, on: disk)
        try player.play(upTo: recording.count)
        let differences = try TraceCheck.differences(player.disk, from: live)
        guard differences.isEmpty else {
            throw ProbeError.contradiction("it does not explain \(differences.joined(separator: ", "))")
        }
        if verbose { Verdict.say("The trace of \(recording.count) entries explains the disk.") }
    }
}

extension SimulatedDisk.Ignored: ExpressibleByArgument {}
