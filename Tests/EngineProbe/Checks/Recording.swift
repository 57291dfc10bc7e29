import BlobModel
import BlobStore
import SystemPackage

/// The trace of a script that was carried out, from which the disk of any moment can be made again.
struct Recording: Sendable {
    /// What was carried out.
    let script: Script
    /// What was in the shard before.
    let before: Expectations
    /// The trace.
    let trace: FilePath
    /// The number of entries of the trace.
    let count: Int
    /// The numbers of entries after which the power may be lost.
    let moments: ClosedRange<Int>

    /// Takes a trace that was made before, of a script that began on an empty disk.
    init(_ script: Script, trace: FilePath) throws {
        self.script = script
        self.trace = trace
        before = Expectations()
        count = try TraceReader.count(at: trace)
        moments = 0...count
    }

    /// Takes what has been recorded so far of a script in which calls fail.
    ///
    /// - Parameters:
    ///   - script: The script, which began on an empty disk.
    ///   - trace: The trace.
    ///   - span: How many entries after the first failure the power may be lost; before it nothing is new.
    /// - Throws: What the real disk refuses. The result is nil when no call failed.
    init?(faulty script: Script, trace: FilePath, span: Int) throws {
        guard let failure = try TraceReader.firstFailure(at: trace) else { return nil }
        self.script = script
        self.trace = trace
        before = Expectations()
        count = try TraceReader.count(at: trace)
        moments = failure...min(count, failure + span)
    }

    /// Carries out a script and records it.
    ///
    /// - Parameters:
    ///   - script: The script.
    ///   - disk: The existing directory that is the disk.
    ///   - before: What is in the shard before.
    ///   - trace: The file for the trace, made anew.
    /// - Throws: The error of a step: without faults none may fail.
    init(
        _ script: Script,
        on disk: FilePath,
        before: Expectations = Expectations(),
        to trace: FilePath
    ) async throws {
        self.script = script
        self.before = before
        self.trace = trace
        let place = ShardPlace(disk.appending("shard"), script.name, keys: before.keys)
        try await Self.carryOut(script, at: place, on: disk, recordingTo: trace)
        count = try TraceReader.count(at: trace)
        moments = 0...count
    }

    private static func carryOut(
        _ script: Script,
        at place: ShardPlace,
        on disk: FilePath,
        recordingTo trace: FilePath
    ) async throws {
        try Probe.start(at: disk, recordingTo: trace)
        defer { Probe.stop() }
        var runner = WorkloadRunner(script, at: place)
        try await runner.runAll()
    }
}
