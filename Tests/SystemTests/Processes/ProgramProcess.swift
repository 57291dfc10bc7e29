import FoundationEssentials
import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// A program of this package that runs as a process; what it writes is kept in a file.
final class ProgramProcess: Sendable {
    private let identifier: ProcessIdentifier

    /// The number of the process.
    var number: Int32 { identifier.value }

    private let log: FilePath
    private let termination: Task<TerminationStatus, any Error>
    private let hasEnded: EndFlag

    /// Whether the process has ended.
    private final class EndFlag: Sendable {
        let isSet = Mutex(false)
    }

    private init(
        _ identifier: ProcessIdentifier,
        log: FilePath,
        termination: Task<TerminationStatus, any Error>,
        hasEnded: EndFlag
    ) {
        self.identifier = identifier
        self.log = log
        self.termination = termination
        self.hasEnded = hasEnded
    }

    /// Starts a program whose output and errors are appended to a file.
    ///
    /// The settings of the tests' own environment do not reach it, only those given here.
    ///
    /// - Throws: ``ProgramError``, and the errors of starting a process.
    static func start(
        _ program: BuiltProgram,
        _ arguments: [String],
        settings: [String: String],
        log: FilePath
    ) async throws -> ProgramProcess {
        let path = try program.path()
        let output = try FileDescriptor.open(
            log,
            .writeOnly,
            options: [.create, .append, .closeOnExec],
            permissions: .ownerReadWrite
        )
        let (started, continuation) = AsyncStream<ProcessIdentifier>.makeStream()
        let hasEnded = EndFlag()
        let termination = Task {
            defer {
                hasEnded.isSet.withLock { $0 = true }
                continuation.finish()
            }
            return try await Subprocess.run(
                .path(path),
                arguments: Arguments(arguments),
                environment: .custom(Shell.environment(settings)),
                input: .none,
                output: .fileDescriptor(output, closeAfterSpawningProcess: true),
                error: .combinedWithOutput
            ) { execution in
                _ = continuation.yield(execution.processIdentifier)
            }.terminationStatus
        }
        for await identifier in started {
            return ProgramProcess(identifier, log: log, termination: termination, hasEnded: hasEnded)
        }
        _ = try await termination.value
        throw ProgramError.notStarted(program)
    }

    /// Whether the process has ended.
    var isOver: Bool { hasEnded.isSet.withLock(\.self) }

    /// Everything that the program has written so far.
    var written: String {
        (try? Data(contentsOf: URL(filePath: log.string))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func send(_ signal: Signal) {
        hasEnded.isSet.withLock { hasEnded in
            guard !hasEnded else { return }
            _ = kill(identifier.value, signal.rawValue)
        }
    }

    /// Sends SIGTERM and does not wait for the end.
    func terminate() { send(.terminate) }

    /// Sends SIGHUP, after which programs look at their files again.
    func hangUp() { send(.terminalClosed) }

    /// Waits for the end; a process that takes longer than the limit is killed.
    func end(within limit: Duration = .seconds(20)) async throws -> TerminationStatus {
        let watchdog = Task {
            try await Task.sleep(for: limit)
            send(.kill)
        }
        defer { watchdog.cancel() }
        return try await termination.value
    }

    /// Asks the program to stop, and checks that it does so in time and with success.
    ///
    /// - Throws: ``ProgramError/endedBadly(_:log:)``.
    func stop() async throws {
        terminate()
        let status = try await end()
        guard status.isSuccess else { throw ProgramError.endedBadly(status, log: String(written.suffix(4000))) }
    }

    /// Kills the program as a power failure would, without giving it time for anything.
    func crash() async throws {
        send(.kill)
        _ = try await end()
    }

    /// Waits until every URL answers 200; ends early when the process does.
    ///
    /// - Throws: ``ProgramError``.
    func becomeReady(_ urls: [String], as client: PlainClient, within limit: Duration = .seconds(30)) async throws {
        for url in urls {
            let isReady = try await eventually(within: limit) {
                if isOver { throw ProgramError.ended(try await termination.value, log: String(written.suffix(4000))) }
                return await client.status(of: url) == 200
            }
            guard isReady else { throw ProgramError.notReady(url: url, log: String(written.suffix(4000))) }
        }
    }
}
