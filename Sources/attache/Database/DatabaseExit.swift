import ArgumentParser
import SQLDatabase

/// The exit codes of what can be wrong with the metadata database: the same for every command.
enum DatabaseExit {
    /// Says on standard error what is wrong with the database.
    ///
    /// - Parameter error: What a command failed with.
    /// - Returns: The exit code; an error that is not about the database as it is.
    static func explaining(_ error: any Error) -> any Error {
        switch error {
        case let error as SQLError:
            ShardExit.say("\(error)")
            return code(for: error)
        case let error as MissingDatabase:
            ShardExit.say("\(error)")
            return ShardExit.absent
        default:
            return error
        }
    }

    private static func code(for error: SQLError) -> ExitCode {
        switch error {
        case .busy: ShardExit.tryLater
        case .corrupt, .schemaTooNew: ShardExit.damaged
        case .full: ShardExit.cannotCreate
        case .malformedURL: ShardExit.configuration
        default: ShardExit.failedInput
        }
    }
}
