import Subprocess
import SystemPackage

/// A program that runs for the time of a body.
struct ServerProcess {
    /// What messages call it.
    let name: String

    /// The program.
    let executable: FilePath

    /// Its arguments.
    let arguments: [String]

    /// What it finds in its environment beside that of the benchmarks; nil takes a variable away.
    var environment: [Environment.Key: String?] = [:]

    /// Where its output goes.
    let log: FilePath

    /// Starts the program, and stops it after the body, or when the task is cancelled.
    ///
    /// - Throws: ``BenchmarkError``, what `body` throws, and `SubprocessError` when the program cannot be started.
    func run<Value: Sendable>(_ body: (Int32) async throws -> Value) async throws -> Value {
        let result = try await Subprocess.run(
            .path(executable),
            arguments: Arguments(arguments),
            environment: .inherit.updating(environment),
            platformOptions: options,
            input: .none,
            output: .fileDescriptor(try openLog(), closeAfterSpawningProcess: true),
            error: .fileDescriptor(try openLog(), closeAfterSpawningProcess: true)
        ) { execution in
            let outcome: Result<Value, any Error>
            do {
                outcome = .success(try await body(execution.processIdentifier.value))
            } catch {
                outcome = .failure(error)
            }
            await execution.teardown(using: Self.stopping)
            return outcome
        }
        return try result.closureResult.get()
    }

    /// SIGTERM, and SIGKILL when that does not help.
    private static let stopping = [TeardownStep.gracefulShutDown(allowedDurationToNextStep: .seconds(15))]

    /// A cancelled run stops its programs.
    private var options: PlatformOptions {
        var options = PlatformOptions()
        options.teardownSequence = Self.stopping
        return options
    }

    private func openLog() throws(BenchmarkError) -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                log,
                .writeOnly,
                options: [.create, .append, .closeOnExec],
                permissions: .ownerReadWrite
            )
        } catch {
            throw .system(call: "open", error as? Errno ?? .ioError)
        }
    }
}
