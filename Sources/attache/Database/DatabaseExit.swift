import ArgumentParser
import SQLDatabase

/// The exit codes of what can be wrong with the metadata database: the same for every command.
enum DatabaseExit {
    /// Runs a command, and says on standard error what is wrong with the database.
    ///
    /// - Parameter body: The command.
    /// - Throws: The exit code; what is not about the database as it is.
    static func explaining(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as SQLError {
            ShardExit.say("\(error)")
            throw code(for: error)
        } catch let error as MissingDatabase {
            ShardExit.say("\(error)")
            throw ShardExit.absent
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
