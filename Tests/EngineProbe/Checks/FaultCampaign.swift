import FoundationEssentials
import RandomTesting
import SystemPackage

/// Runs a script again and again, each time with another call failing, and checks each time what is left.
struct FaultCampaign {
    /// Which calls fail.
    struct Calls {
        /// The first call that fails, from 1.
        let first: UInt64
        /// How many calls later the next one does; nil for one run only.
        let stride: UInt64?
    }

    /// The power that is lost after a failure.
    struct Losses {
        /// "Soon or never": what a failure has left in memory alone is missed by the next few commits.
        static let span = 120
        /// At how many moments of each run.
        let points: Int
        /// The seed of the moments.
        let seed: UInt64
    }

    /// What runs.
    let script: Script
    /// Where it runs.
    let workspace: FilePath
    /// The power that is lost after each failure; nil for none.
    var losses: Losses?
    /// Whether the disk is full when a call fails.
    var fillsDisk = false
    /// Whether to tell of each run.
    var isVerbose = false

    /// The runs so far.
    private(set) var runs = 0

    /// A sentence for each thing that is wrong.
    private(set) var findings: [String] = []

    /// Makes a campaign that has run nothing.
    init(script: Script, workspace: FilePath) {
        self.script = script
        self.workspace = workspace
    }

    /// Makes the calls of a kind fail, one per run, until a run has no such call any more.
    mutating func run(_ kind: CallKind, _ error: InjectedError, _ calls: Calls) async throws {
        var next: UInt64? = calls.first
        while let first = next {
            let hasFired = try await run(
                InjectedFault(kind: kind, error: error, first: first, count: 1, fillsDisk: fillsDisk)
            )
            next = hasFired ? calls.stride.map { first + $0 } : nil
            // A full disk stays full for a while.
            guard hasFired, error == .noSpace else { continue }
            _ = try await run(InjectedFault(kind: kind, error: error, first: first, count: 1 << 32))
        }
    }

    private mutating func run(_ fault: InjectedFault) async throws -> Bool {
        if isVerbose { Verdict.say("\(fault)") }
        runs += 1
        let run = try await carryOut(fault)
        var found = try await check(run)
        if run.hasFired { found += try await losePower(after: fault) }
        findings += found.map { "\(fault): \($0)" }
        return run.hasFired
    }

    private var disk: FilePath { workspace.appending("disk") }
    private var trace: FilePath { workspace.appending("trace") }

    private func carryOut(_ fault: InjectedFault) async throws -> FaultyRun {
        if FileManager.default.fileExists(atPath: disk.string) {
            try FileManager.default.removeItem(atPath: disk.string)
        }
        try FileManager.default.createDirectory(atPath: disk.string, withIntermediateDirectories: true)
        try Probe.start(at: disk, recordingTo: losses == nil ? nil : trace)
        defer { Probe.stop() }
        var run = FaultyRun(script, at: ShardPlace(disk.appending("shard"), script.name), fault: fault)
        await run.carryOut()
        return run
    }

    /// Checks what a run left; nothing waits for the real disk.
    private func check(_ run: FaultyRun) async throws -> [String] {
        try Probe.start(at: disk)
        defer { Probe.stop() }
        return await run.check()
    }

    /// Takes the power soon after a failure and returns a sentence for each thing that is wrong then.
    private func losePower(after fault: InjectedFault) async throws -> [String] {
        guard let losses, let recording = try Recording(faulty: script, trace: trace, span: Losses.span) else {
            return []
        }
        let campaign = CrashCampaign(workspace: workspace, seed: losses.seed &+ fault.first)
        let points = Array(0..<losses.points)
        var order = MetaPageCheck(trace, on: SimulatedDisk(mirrors: try campaign.directory("mirrors")))
        return try order.run() + (await campaign.run(recording, points: points) { SimulatedDisk(mirrors: $0) })
    }
}
