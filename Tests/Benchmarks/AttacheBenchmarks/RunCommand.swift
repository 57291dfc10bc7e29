import ArgumentParser
import FoundationEssentials
import Glibc
import SystemPackage

/// Runs the measurements.
struct RunCommand: AsyncParsableCommand {
    /// What `AttacheBenchmarks run --help` says.
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs the measurements and prints their tables.",
        discussion: """
            Starts "attache dev", nginx, and a minimal program that receives uploads, all on loopback with data of their \
            own. All groups together take about a quarter of an hour and 40 GiB of disk. Ends with 1 when a count, a share, \
            or a size passes its bound.
            """
    )

    /// What is measured.
    @Argument(help: "The groups to measure; all unless given.")
    var groups: [BenchmarkGroup] = []

    /// Where the program to measure is.
    @Option(help: "The program \"attache\"; beside this one unless given.")
    var attache: String?

    /// Where nginx is.
    @Option(help: "The program \"nginx\"; on the PATH or in /usr/sbin unless given.")
    var nginx: String?

    /// Where the other calendar servers are.
    @Option(help: "The directory with the programs \"radicale\" and \"xandikos\"; .build/peers/bin unless given.")
    var peers: String?

    /// Where data go.
    @Option(help: "The directory for the data of the run, on the disk to measure; beside this program unless given.")
    var data: String?

    /// Where the figures go.
    @Option(help: "The file for all figures as JSON.")
    var json: String?

    /// How long a round is.
    @Option(help: "The seconds of a round of one measurement; there are two rounds of it and two of its peer.")
    var seconds = 2

    /// How large the large bodies are.
    @Option(help: "The MiB of each of the bodies that go up and down at once.")
    var largeMebibytes = 1024

    /// Where the corpus is.
    @Option(help: "A directory with documents, of which the share stored is measured; made unless given.")
    var corpus: String?

    /// Checks the numbers.
    func validate() throws {
        guard (1...65_536).contains(largeMebibytes) else { throw ValidationError("A body has 1 MiB to 64 GiB.") }
        guard (1...60).contains(seconds) else { throw ValidationError("A round takes 1 to 60 seconds.") }
    }

    /// Runs, prints, and writes.
    func run() async throws {
        Socket.ignoreBrokenPipes()
        let programs = try Programs(attache: attache, nginx: nginx, peers: peers)
        let place = data.map { FilePath($0) } ?? programs.benchmarks.removingLastComponent()
        try Self.removeLeftovers(in: place)
        let directory = place.appending("\(Self.prefix)\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        let run = BenchmarkRun(
            programs: programs,
            directory: directory,
            roundTime: .seconds(seconds),
            groups: Set(groups.isEmpty ? BenchmarkGroup.allCases : groups),
            largeBytes: largeMebibytes << 20,
            corpus: corpus.map { FilePath($0) }
        )
        let report = try await Interruption.cancels { try await run.report(date: Date()) }
        print(report.markdown)
        if let json { try report.json().write(to: URL(filePath: json), options: .atomic) }
        // After a failure it stays until the next run: the logs are in it.
        try FileManager.default.removeItem(atPath: directory.string)
        guard report.isWithinBounds else { throw ExitCode.failure }
    }

    /// What the names of the directories of runs begin with; the process follows.
    private static let prefix = "attache-benchmarks-"

    /// Removes the data of runs that failed: some tens of GiB each.
    private static func removeLeftovers(in place: FilePath) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: place.string) {
            guard name.hasPrefix(prefix), let process = Int32(name.dropFirst(prefix.count)),
                kill(process, 0) != 0
            else { continue }
            try FileManager.default.removeItem(atPath: place.appending(name).string)
        }
    }
}
