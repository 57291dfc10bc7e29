import ArgumentParser
import AttachmentKeeping
import CalendarStore

/// The exit codes of the commands on attachments: those of the commands on shards, and 1 when nothing was found.
enum AttachmentExit {
    /// There is nothing of what was asked for.
    static let nothingFound = ExitCode(1)

    /// Runs a command, and says on standard error why it failed.
    ///
    /// - Parameter body: The command.
    /// - Throws: The exit code; what is no failure of a command on attachments as it is.
    static func explaining(_ body: () async throws -> Void) async throws {
        do {
            try await BackupExit.explaining(body)
        } catch let error as WithdrawalError {
            ShardExit.say("\(error)")
            throw code(for: error)
        } catch let error as RestorationError {
            ShardExit.say(sentence(for: error))
            throw code(for: error)
        } catch let error as CalendarStoreError {
            ShardExit.say("\(error)")
            throw error.isAbsence ? nothingFound : ShardExit.unavailable
        }
    }

    /// Says that nothing was found.
    ///
    /// - Returns: The exit code to throw.
    static func nothing(_ sentence: String) -> ExitCode {
        ShardExit.note(sentence)
        return nothingFound
    }

    private static func code(for error: WithdrawalError) -> ExitCode {
        switch error {
        case .unknown: nothingFound
        case .reasonMissing, .reasonTooLong: .validationFailure
        }
    }

    private static func code(for error: RestorationError) -> ExitCode {
        switch error {
        case .unreadable: ShardExit.damaged
        default: error.isAbsence ? nothingFound : ShardExit.unavailable
        }
    }

    private static func sentence(for error: RestorationError) -> String {
        switch error {
        case .objectGone: "\(error) Name another one of the same user by --into."
        default: "\(error)"
        }
    }
}
