import RandomTesting
import SystemPackage

/// Records the recovery of a shard that lost power, and takes the power from the recovery in turn.
struct RecoveryCampaign {
    /// What takes the power.
    let campaign: CrashCampaign
    /// The recording whose crash is recovered from.
    let recording: Recording
    /// The number of the point at which that crash was.
    let number: Int

    /// Checks points of the recovery.
    ///
    /// - Parameter points: Their numbers.
    /// - Returns: A sentence for each thing that is wrong.
    /// - Throws: ``ProbeError``, and what the real disk refuses.
    func run(points: [Int]) async throws -> [String] {
        let crashed = try campaign.directory("crashed")
        let before = try campaign.image(of: recording, number, into: crashed)
        // The recovery changes the directory; its beginning is kept on a disk of its own.
        let start = try disk(of: crashed)
        let recovery: Recording
        do {
            let trace = campaign.workspace.appending("trace-recovery")
            recovery = try await Recording(script(after: before), on: crashed, before: before, to: trace)
        } catch {
            return ["recovery of point \(number) fails: \(error)"]
        }
        return try await campaign.run(recovery, points: points, name: "recovery of point \(number), ") { _ in start }
    }

    private func disk(of directory: FilePath) throws -> SimulatedDisk {
        var disk = SimulatedDisk(mirrors: try campaign.directory("mirrors-crashed"), ignoring: campaign.ignored)
        try disk.importContents(of: directory)
        return disk
    }

    /// One put follows the recovery, so that its crash may take what was appended after it.
    private func script(after before: Expectations) throws -> Script {
        let seed = campaign.seed &+ UInt64(number)
        var composer = try ScriptComposer(recording.script.name, seed: seed) { before.erasures.isUsable($0) }
        composer.afterRecovery()
        return composer.script
    }
}
