import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

/// The program `engine-probe`, as it was built together with the tests.
enum EngineProbeProgram {
    /// What a run of the program did.
    struct Outcome: CustomStringConvertible {
        /// How it ended.
        let status: TerminationStatus
        /// What it wrote.
        let text: String

        /// Whether it found nothing.
        var isSuccess: Bool { status.isSuccess }

        /// The end of what it wrote, with the seed and what repeats a finding.
        var description: String { "\(status): \(text.suffix(4_000))" }
    }

    /// Why there is no program to run.
    struct NotBuilt: Error, CustomStringConvertible {
        /// The directories that were searched.
        let searched: [FilePath]

        /// A sentence that says what to do.
        var description: String { "engine-probe is in none of \(searched); `swift build --build-tests` makes it." }
    }

    /// Runs the program to its end.
    static func run(_ arguments: [String]) async throws -> Outcome {
        let result = try await Subprocess.run(
            .path(path()),
            arguments: Arguments(arguments),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        let text = result.standardOutput + result.standardError
        return Outcome(status: result.terminationStatus, text: text)
    }

    private static func path() throws -> FilePath {
        let candidates = buildDirectories.map { $0.appending("engine-probe") }
        guard let path = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.string) }) else {
            throw NotBuilt(searched: buildDirectories)
        }
        return path
    }

    /// The directory of the running tests, into which the program was built too, and those above it.
    private static var buildDirectories: [FilePath] {
        let running = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")).map { [$0] } ?? []
        let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }
        return (running + bundles).map { FilePath($0) }.flatMap { path in
            let first = path.removingLastComponent()
            return [first, first.removingLastComponent(), first.removingLastComponent().removingLastComponent()]
        }
    }
}
