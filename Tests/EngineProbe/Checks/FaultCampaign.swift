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

    /// What runs.
    let script: Script
    /// Where it runs.
    let workspace: FilePath
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
            let hasFired = try await run(InjectedFault(kind: kind, error: error, first: first, count: 1))
            next = hasFired ? calls.stride.map { first + $0 } : nil
            // A full disk stays full for a while.
            guard hasFired, error == .noSpace else { continue }
            _ = try await run(InjectedFault(kind: kind, error: error, first: first, count: 1 << 32))
        }
    }

    private mutating func run(_ fault: InjectedFault) async throws -> Bool {
        if isVerbose { Verdict.say("\(fault)") }
        runs += 1
        let disk = workspace.appending("disk")
        if FileManager.default.fileExists(atPath: disk.string) {
            try FileManager.default.removeItem(atPath: disk.string)
        }
        try FileManager.default.createDirectory(atPath: disk.string, withIntermediateDirectories: true)
        try Probe.start(at: disk)
        defer { Probe.stop() }
        var run = FaultyRun(script, at: ShardPlace(disk.appending("shard"), script.name), fault: fault)
        let found = await run.run()
        findings += found.map { "\(fault): \($0)" }
        return run.hasFired
    }
}
