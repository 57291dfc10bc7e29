import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage
import Testing

/// The program `engine-probe`, as it was built together with the tests.
enum EngineProbeProgram {
    /// What a run of the program did.
    struct Outcome: CustomStringConvertible {
        /// The exit code by which the program says that it found something (`Verdict`).
        private static let found: Int32 = 3
        /// What ends a process that reads under a memory map what is not there any more, or finds it contradictory.
        private static let deadly = [SIGBUS, SIGSEGV, SIGABRT, SIGILL, SIGTRAP]

        /// How it ended.
        let status: TerminationStatus
        /// What it wrote.
        let text: String

        /// Whether it came to its end and found nothing.
        var hasFoundNothing: Bool { status.isSuccess && !text.contains("FOUND ") }

        /// Whether it came to its end, and says that it found something.
        var hasFound: Bool { status == .exited(Self.found) && text.contains("FOUND ") }

        /// Whether the damage ended the process, while it looked at a disk after a loss of power.
        var diedInCheck: Bool {
            guard case .signaled(let signal) = status else { return false }
            return Self.deadly.contains(signal) && text.contains("\npoint ")
        }

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
