import FoundationEssentials
import Subprocess
import SystemPackage

/// Runs commands as a person at a terminal would.
enum Shell {
    /// What a command did.
    struct Outcome: CustomStringConvertible, Sendable {
        /// How it ended.
        let status: TerminationStatus
        /// What it wrote to standard output.
        let output: [UInt8]
        /// What it wrote to standard error.
        let errors: String

        /// Whether it ended with success.
        var isSuccess: Bool { status.isSuccess }

        /// The end of what it did, for the messages of expectations.
        var description: String { "\(status): \(text.suffix(2000)) \(errors.suffix(2000))" }

        /// The standard output as text.
        var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// Runs a script of bash in a directory; the first command that fails ends it.
    static func run(_ script: String, in directory: FilePath) async throws -> Outcome {
        let result = try await Subprocess.run(
            .name("bash"),
            arguments: ["-euo", "pipefail", "-c", script],
            environment: .custom(environment([:])),
            workingDirectory: directory,
            output: .bytes(limit: 32 << 20),
            error: .string(limit: 1 << 20)
        )
        return Outcome(
            status: result.terminationStatus,
            output: result.standardOutput,
            errors: result.standardError
        )
    }

    /// Runs a program of this package to its end.
    static func run(
        _ program: BuiltProgram,
        _ arguments: [String],
        settings: [String: String] = [:],
        input: String = ""
    ) async throws -> Outcome {
        let result = try await Subprocess.run(
            .path(program.path()),
            arguments: Arguments(arguments),
            environment: .custom(environment(settings)),
            input: .string(input),
            output: .bytes(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        return Outcome(
            status: result.terminationStatus,
            output: result.standardOutput,
            errors: result.standardError
        )
    }

    /// The environment of the tests without settings of Attaché, and with those given.
    static func environment(_ settings: [String: String]) -> [Environment.Key: String] {
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("ATTACHE_") }
        let merged = inherited.merging(settings) { _, given in given }
        let pairs = merged.compactMap { name, value in Environment.Key(rawValue: name).map { ($0, value) } }
        return Dictionary(pairs) { first, _ in first }
    }
}
