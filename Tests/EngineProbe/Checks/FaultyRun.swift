import BlobModel
import BlobStore
import RandomTesting

/// One run of a script in which calls fail.
///
/// While it runs: errors are the engine's own, and what was acknowledged is read back after each failure. Once the fault is
/// over: the shard takes writes again, or it says that it does not until it is opened again. After that, opened again: all
/// is as `ShardCheck` wants it.
struct FaultyRun {
    private let place: ShardPlace
    private let script: Script
    private let fault: InjectedFault
    private var runner: WorkloadRunner
    private var findings: [String] = []

    /// Whether the fault came to pass.
    private(set) var hasFired = false

    /// Prepares a run.
    init(_ script: Script, at place: ShardPlace, fault: InjectedFault) {
        self.place = place
        self.script = script
        self.fault = fault
        runner = WorkloadRunner(script, at: place)
    }

    /// Runs the script with the fault, tries whether writes come back, and closes the shard.
    mutating func carryOut() async {
        Probe.inject(fault)
        await open()
        while let outcomes = await runner.next() {
            await judge(outcomes)
        }
        hasFired = Probe.failures > 0
        Probe.stopFailing()
        if hasFired { await judgeRevival() }
        await runner.close()
    }

    /// Opens the shard again and returns a sentence for each thing that is wrong, or was before.
    func check() async -> [String] {
        var random = SeededGenerator(seed: fault.first)
        var check = ShardCheck(place, expectations, &random)
        if hasFired { check.sweeps = true }
        return findings + (await check.run().map { "opened again: \($0)" })
    }

    private mutating func open() async {
        do { try await runner.open() } catch { judge(error, "opening") }
    }

    private mutating func judge(_ outcomes: [WorkloadRunner.Outcome]) async {
        let errors = outcomes.compactMap(\.error)
        for error in errors { judge(error, "step \(runner.progress.begun.count)") }
        guard !errors.isEmpty, fault.count == 1 else { return }
        Probe.makeRoom()
        await judgeReads()
        await judgeRevival()
    }

    /// An error that is not the engine's own tells a caller nothing.
    private mutating func judge(_ error: any Error, _ what: String) {
        guard !(error is BlobError || error is BlobStoreError || error is UploadSessionError) else { return }
        // The fault may also meet what the workload itself does to the files.
        if case .hindered? = error as? ProbeError { return }
        findings.append("\(what) fails with an error that is not the engine's: \(type(of: error)) \(error)")
    }

    /// Reads go on, whatever happened to the writes.
    private mutating func judgeReads() async {
        guard let shard = runner.shard else { return }
        let state = ShardState(shard, expectations)
        for entry in expectations.all where entry.standing == .present {
            findings += await state.findings(entry).map { "after the failure: \($0)" }
        }
    }

    /// Once the fault is over, writes come back unless a synchronisation failed.
    private mutating func judgeRevival() async {
        let expectations = expectations
        let former = expectations.all.first { expectations.erasures.isUsable($0.blob.domain) }?.blob
        guard let shard = runner.shard, let former else { return }
        var random = SeededGenerator(seed: fault.first &+ 77)
        let blob = ProbeBlob(domain: former.domain, bytes: random.bytes(2_000), &random)
        do {
            try await shard.put(blob)
        } catch {
            guard shard.isWritable || fault.mustBeSurvived else { return }
            findings.append("a put after the fault is over fails: \(error)")
        }
    }

    private var expectations: Expectations {
        var expectations = Expectations()
        expectations.apply(script.steps, runner.progress)
        return expectations
    }
}

extension InjectedFault {
    /// Whether the engine promises to take writes again without being opened again: a full disk, and a lack of descriptors.
    ///
    /// Not when a synchronisation failed, which cannot be repeated.
    fileprivate var mustBeSurvived: Bool {
        kind != .sync && (error == .noSpace || error == .tooManyFiles)
    }
}
