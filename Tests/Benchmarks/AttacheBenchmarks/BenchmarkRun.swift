import FoundationEssentials
import SystemPackage

/// One run: the servers are started, measured one after the other, and stopped.
struct BenchmarkRun: Sendable {
    /// The programs.
    let programs: Programs

    /// An empty directory for everything that is written.
    let directory: FilePath

    /// How long a round of a measurement of small bodies takes.
    let roundTime: Duration

    /// The groups to measure.
    let groups: Set<BenchmarkGroup>

    /// The bytes of each of the large bodies that go up and down at once.
    let largeBytes: Int

    /// The corpus of edited documents; one is made unless it is given.
    let corpus: FilePath?

    /// Measures the groups.
    ///
    /// - Throws: ``BenchmarkError``, `FileError`, `SubprocessError`, and what the store throws.
    func report(date: Date) async throws -> Report {
        // Who lacks a peer learns it before minutes of other measurements.
        if groups.contains(.calendar) { for peer in CalendarPeer.allCases { _ = try programs.peer(peer.rawValue) } }
        var report = Report(date: date, machine: Machine(data: directory))
        if !groups.isDisjoint(with: [.downloads, .uploads, .front]) {
            (report.requests, report.memoryAfterRequests) = try await measureRequests()
        }
        if begin(.tls) {
            let downloads = EncryptedDownloads(programs: programs, directory: directory, roundTime: roundTime)
            report.requests += try await downloads.run()
        }
        if begin(.memory) {
            report.memory = try await LargeBodies(programs: programs, directory: directory).run()
            let bodies = ConcurrentBodies(programs: programs, directory: directory, length: largeBytes)
            report.memory.append(try await bodies.run())
        }
        report.findings = try await findings()
        return report
    }

    private func findings() async throws -> [Finding] {
        var findings: [Finding] = []
        if begin(.attachments) {
            let targets = AttachmentTargets(
                programs: programs,
                directory: directory,
                roundTime: roundTime,
                tell: tell
            )
            findings += try await targets.run()
        }
        if begin(.calendar) {
            let work = CalendarWork(programs: programs, directory: directory, roundTime: roundTime, tell: tell)
            findings += try await work.run()
        }
        if begin(.corpus) {
            findings += try await CorpusShare(programs: programs, directory: directory, corpus: corpus).run()
        }
        if begin(.index) {
            findings += try await IndexLookups(directory: directory).run()
            findings += try await ShardOpenings(directory: directory).run()
        }
        if begin(.maintenance) {
            findings += try await BackgroundWork(directory: directory, time: roundTime * 5).run()
            findings += try await SmallBesideLarge(directory: directory, time: roundTime * 5).run()
        }
        return findings
    }

    private func measureRequests() async throws -> ([ComparedFigures], UInt64) {
        try await AttacheServer.run(programs, in: directory, named: "requests") { attache in
            try await NginxServer.run(programs, in: directory) { nginx in
                try await UploadPeer.run(programs, in: directory) { uploadPeer in
                    let stage = Stage(attache: attache, nginx: nginx, uploadPeer: uploadPeer, roundTime: roundTime)
                    let figures = try await measure(stage)
                    return (figures, try ProcessFile(attache.process).anonymousBytes())
                }
            }
        }
    }

    private func measure(_ stage: Stage) async throws -> [ComparedFigures] {
        var measurements: [Measurement] = []
        if begin(.downloads) { measurements += try await SignedDownloads(stage: stage).prepared() }
        if begin(.uploads) { measurements += try NodeUploads(stage: stage).measurements() }
        if begin(.front) {
            let adds = AttachmentAdds(stage: stage)
            try await LoadThread.run { try adds.prepare() }
            measurements += EventPuts(stage: stage).measurements + adds.measurements
        }
        var figures: [ComparedFigures] = []
        for measurement in measurements {
            tell("\(measurement.title), \(measurement.connections) at a time")
            figures.append(try await measurement.run())
        }
        return figures
    }

    /// Tells whether a group is to be measured, and says so.
    private func begin(_ group: BenchmarkGroup) -> Bool {
        guard groups.contains(group) else { return false }
        tell("preparing \(group.rawValue)")
        return true
    }

    /// Says what is going on, away from the table.
    private func tell(_ what: String) {
        _ = try? FileDescriptor.standardError.writeAll("benchmarks: \(what)\n".utf8)
    }
}
