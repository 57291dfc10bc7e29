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

    /// Measures everything.
    ///
    /// - Throws: ``BenchmarkError``, `FileError`, `SubprocessError`.
    func report(date: Date) async throws -> Report {
        var report = Report(date: date, machine: Machine(data: directory))
        (report.requests, report.memoryAfterRequests) = try await measureRequests()
        tell("1 GiB up and down")
        report.memory = try await LargeBodies(programs: programs, directory: directory).run()
        return report
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
        tell("preparing")
        let adds = AttachmentAdds(stage: stage)
        let downloads = SignedDownloads(stage: stage)
        let prepared = try await LoadThread.run {
            try adds.prepare()
            return try downloads.prepared()
        }
        var figures: [ComparedFigures] = []
        for measurement in prepared + EventPuts(stage: stage).measurements + adds.measurements {
            tell("\(measurement.title), \(measurement.connections) at a time")
            figures.append(try await measurement.run())
        }
        return figures
    }

    /// Says what is going on, away from the table.
    private func tell(_ what: String) {
        _ = try? FileDescriptor.standardError.writeAll("benchmarks: \(what)\n".utf8)
    }
}
