import ArgumentParser
import FoundationEssentials
import SystemPackage

/// Writes the shards that are kept as samples of the present format.
struct FixtureCommand: AsyncParsableCommand {
    /// What `engine-probe fixture --help` says.
    static let configuration = CommandConfiguration(
        commandName: "fixture",
        abstract: "Writes a plain and an encrypted shard in the present format, to be kept in the tests.",
        discussion: """
            Each format version has a folder Tests/BlobStoreTests/Fixtures/format-<version>, which every later version must \
            read. It is written once, when the format has settled, and never again: the command refuses a directory that \
            is there.
            """
    )

    /// Where to write.
    @Option(help: "The directory to make.") var directory: String

    /// Writes both shards.
    func run() async throws {
        let path = FilePath(directory)
        guard !FileManager.default.fileExists(atPath: directory) else { throw ProbeError.present(path) }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for workload in [WorkloadName.plain, .encrypted] {
            var writer = try FixtureWriter(path.appending(workload.rawValue), workload)
            try await writer.run()
        }
        print("Written: \(path)")
    }
}
