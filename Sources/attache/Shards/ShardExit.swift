import ArgumentParser
import BlobAPI
import BlobClient
import BlobStore
import DurableIO
import ServiceSupport
import SystemPackage

/// The exit codes of the commands on shards: those of `sysexits.h`, and 1 when something was found.
enum ShardExit {
    /// Something was found that is not as it should be.
    static let findings = ExitCode(1)

    /// The shard is damaged, or not one that this version knows (EX_DATAERR).
    static let damaged = ExitCode(65)

    /// There is no shard, or no index (EX_NOINPUT).
    static let absent = ExitCode(66)

    /// A node does not do what was asked (EX_UNAVAILABLE).
    static let unavailable = ExitCode(69)

    /// There is no room, or the output exists (EX_CANTCREAT).
    static let cannotCreate = ExitCode(73)

    /// A file cannot be read or written (EX_IOERR).
    static let failedInput = ExitCode(74)

    /// The same command may succeed later (EX_TEMPFAIL).
    static let tryLater = ExitCode(75)

    /// The system does not allow it (EX_NOPERM).
    static let denied = ExitCode(77)

    /// A key or a secret is missing, malformed, or another one (EX_CONFIG).
    static let configuration = ExitCode(78)

    /// Runs a command, and says on standard error why it failed.
    ///
    /// - Parameter body: The command.
    /// - Throws: The exit code; what is no failure of a shard as it is.
    static func explaining(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as BlobStoreError {
            say(sentence(for: error))
            throw code(for: error)
        } catch let error as FileError {
            say("\(error)")
            throw code(for: error)
        } catch let error as OperatorClientError {
            say("\(error)")
            throw error.isWorthRetrying ? tryLater : unavailable
        } catch let error as MasterKeyFileError {
            say("\(error)")
            throw code(for: error)
        } catch let error as PeerSecretError {
            say("\(error)")
            throw configuration
        } catch let error as SettingError {
            say("\(error)")
            throw configuration
        }
    }

    /// Says what is wrong with options that only show to be wrong while a command runs (EX_USAGE).
    ///
    /// - Parameter sentence: What is wrong, and what to do.
    /// - Returns: The exit code to throw.
    static func misuse(_ sentence: String) -> ExitCode {
        say(sentence)
        return .validationFailure
    }

    /// Writes to standard error what went wrong.
    static func say(_ sentence: String) { note("Error: \(sentence)") }

    /// Writes a line to standard error.
    static func note(_ line: String) {
        _ = try? FileDescriptor.standardError.writeAll((line + "\n").utf8)
    }

    /// Returns what to tell of an error, with what to do about it.
    static func sentence(for error: BlobStoreError) -> String {
        switch error {
        case .locked(let path):
            "A process has the shard at \(path) open, which is a running node most of the time. Stop it, or name it with "
                + "--node, --node-url and --operator-secret-file where the command takes them."
        default: "\(error)"
        }
    }

    /// Returns the exit code for an error.
    static func code(for error: BlobStoreError) -> ExitCode {
        switch error {
        case .locked: tryLater
        case .absent, .indexMissing: absent
        case .keys, .domainErased, .damagedSegment(_, offset: _, .key): configuration
        case .insufficientSpace: cannotCreate
        case .file(let error): code(for: error)
        case .index: error.isIndexDamaged ? damaged : failedInput
        default: error.isWorthRetrying ? tryLater : damaged
        }
    }

    private static func code(for error: MasterKeyFileError) -> ExitCode {
        switch error {
        case .unreadable(let error): code(for: error)
        case .malformed: configuration
        }
    }

    private static func code(for error: FileError) -> ExitCode {
        if error.isNoSpace || error.isPresence { return cannotCreate }
        if error.isDenial { return denied }
        if error.isAbsence { return absent }
        return error.isWorthRetrying ? tryLater : failedInput
    }
}
