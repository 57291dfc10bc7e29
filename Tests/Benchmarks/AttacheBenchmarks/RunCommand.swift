import ArgumentParser
import FoundationEssentials
import SystemPackage

/// Runs all measurements.
struct RunCommand: AsyncParsableCommand {
    /// What `AttacheBenchmarks run --help` says.
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs all measurements and prints their table.",
        discussion: """
            Starts "attache dev", nginx, and a minimal program that receives uploads, all on loopback with data of their \
            own, and takes two to four minutes. Ends with 1 when a figure passes its bound.
            """
    )

    /// Where the program to measure is.
    @Option(help: "The program \"attache\"; beside this one unless given.")
    var attache: String?

    /// Where nginx is.
    @Option(help: "The program \"nginx\"; on the PATH or in /usr/sbin unless given.")
    var nginx: String?

    /// Where data go.
    @Option(help: "The directory for the data of the run, on the disk to measure; beside this program unless given.")
    var data: String?

    /// Where the figures go.
    @Option(help: "The file for all figures as JSON.")
    var json: String?

    /// How long a round is.
    @Option(help: "The seconds of a round of one measurement; there are two rounds of it and two of its peer.")
    var seconds = 2

    /// Checks the numbers.
    func validate() throws {
        guard (1...60).contains(seconds) else { throw ValidationError("A round takes 1 to 60 seconds.") }
    }

    /// Runs, prints, and writes.
    func run() async throws {
        Socket.ignoreBrokenPipes()
        let programs = try Programs(attache: attache, nginx: nginx)
        let place = data.map { FilePath($0) } ?? programs.benchmarks.removingLastComponent()
        let directory = place.appending("attache-benchmarks-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        let run = BenchmarkRun(programs: programs, directory: directory, roundTime: .seconds(seconds))
        let report = try await Interruption.cancels { try await run.report(date: Date()) }
        print(report.markdown)
        if let json { try report.json().write(to: URL(filePath: json), options: .atomic) }
        // After a failure it stays: the logs are in it.
        try FileManager.default.removeItem(atPath: directory.string)
        guard report.isWithinBounds else { throw ExitCode.failure }
    }
}
