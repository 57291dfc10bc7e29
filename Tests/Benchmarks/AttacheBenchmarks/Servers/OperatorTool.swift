import Subprocess
import SystemPackage

/// The operator's tool, by which a deployment is set up before it runs.
struct OperatorTool: Sendable {
    /// The program `attache`.
    let program: FilePath

    /// The settings that it finds in its environment.
    let settings: [Environment.Key: String?]

    /// Runs a command to its end, and returns what it prints.
    ///
    /// - Throws: ``BenchmarkError/programFailed(_:output:)``, and `SubprocessError` when it cannot be started.
    @discardableResult
    func run(_ arguments: String...) async throws -> String {
        let result = try await Subprocess.run(
            .path(program),
            arguments: Arguments(arguments),
            environment: .inherit.updating(settings),
            output: .string(limit: 65_536),
            error: .string(limit: 65_536)
        )
        guard result.terminationStatus.isSuccess else {
            throw BenchmarkError.programFailed("attache \(arguments.first ?? "")", output: result.standardError)
        }
        return result.standardOutput
    }
}
