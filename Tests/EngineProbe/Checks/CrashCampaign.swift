import FoundationEssentials
import RandomTesting
import SystemPackage

/// Takes the power at many moments of a recorded workload and checks what is left each time.
struct CrashCampaign {
    /// A directory for images and mirrors.
    let workspace: FilePath
    /// The seed of the points.
    let seed: UInt64
    /// Whose synchronisations the disk ignores; nil for an honest disk.
    var ignored: SimulatedDisk.Ignored?
    /// Tells of each point before it is checked.
    var report: @Sendable (String) -> Void = { _ in }

    /// Checks points of a recording.
    ///
    /// - Parameters:
    ///   - recording: The recording.
    ///   - numbers: The numbers of the points.
    ///   - name: What to call the points in findings.
    ///   - start: Makes the disk as it was before the recording, given a directory for its bytes.
    /// - Returns: A sentence for each thing that is wrong.
    /// - Throws: ``ProbeError``, and what the real disk refuses.
    func run(
        _ recording: Recording,
        points numbers: [Int],
        name: String = "",
        from start: (FilePath) throws -> SimulatedDisk
    ) async throws -> [String] {
        let mirrors = try directory("mirrors")
        var player = try TracePlayer(recording, on: start(mirrors))
        var findings: [String] = []
        let points = numbers.map { CrashPoint($0, seed: seed, in: recording.moments) }
        for point in points.sorted(by: { ($0.position, $0.number) < ($1.position, $1.number) }) {
            try player.play(upTo: point.position)
            findings += try await check(point, of: player, recording, name)
        }
        return findings
    }

    private func check(
        _ point: CrashPoint,
        of player: TracePlayer,
        _ recording: Recording,
        _ name: String
    ) async throws -> [String] {
        var random = point.random
        let image = try directory("image")
        let extent = try crash(player, &random, into: image)
        let title = "\(name)point \(point.number) (after \(point.position) of \(recording.count), \(extent))"
        report(title)
        let place = ShardPlace(image.appending("shard"), recording.script.name)
        var check = ShardCheck(place, player.expectations, &random)
        let findings = try await checked(&check, in: image)
        return findings.map { "\(title): \($0)" }
    }

    /// Makes the image of a point of a recording.
    ///
    /// - Parameters:
    ///   - recording: The recording, which began on an empty disk.
    ///   - number: The number of the point.
    ///   - image: The existing, empty directory for it.
    /// - Returns: What must be in the shard.
    /// - Throws: ``ProbeError``, and what the real disk refuses.
    func image(of recording: Recording, _ number: Int, into image: FilePath) throws -> Expectations {
        let disk = SimulatedDisk(mirrors: try directory("mirrors"), ignoring: ignored)
        var player = try TracePlayer(recording, on: disk)
        let point = CrashPoint(number, seed: seed, in: recording.moments)
        try player.play(upTo: point.position)
        var random = point.random
        _ = try crash(player, &random, into: image)
        return player.expectations
    }

    /// Makes an empty directory in the workspace, in place of one of this name.
    func directory(_ name: String) throws -> FilePath {
        let path = workspace.appending(name)
        if FileManager.default.fileExists(atPath: path.string) {
            try FileManager.default.removeItem(atPath: path.string)
        }
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        return path
    }

    private func crash(
        _ player: TracePlayer,
        _ random: inout SeededGenerator,
        into image: FilePath
    ) throws -> PowerLoss.Extent {
        var loss = PowerLoss(&random)
        try FileManager.default.removeItem(atPath: image.string)
        try player.disk.write(to: image, after: &loss)
        return loss.extent
    }

    /// Runs a check of which nothing waits for the real disk.
    private func checked(_ check: inout ShardCheck, in image: FilePath) async throws -> [String] {
        try Probe.start(at: image)
        defer { Probe.stop() }
        return await check.run()
    }
}
