import ArgumentParser
import BlobModel
import CalendarExchange

/// The exit codes of the commands on calendars: those of the commands on shards.
enum ExchangeExit {
    /// Runs a command, and says on standard error why it failed.
    ///
    /// - Parameter body: The command.
    /// - Throws: The exit code; what is no failure of an exchange as it is.
    static func explaining(_ body: () async throws -> Void) async throws {
        do {
            try await BackupExit.explaining(body)
        } catch let error as ExchangeError {
            ShardExit.say("\(error)")
            throw code(for: error)
        } catch let error as BlobError {
            ShardExit.say("\(error)")
            throw error.isWorthRetrying ? ShardExit.tryLater : ShardExit.unavailable
        }
    }

    /// Returns the exit code for an error.
    static func code(for error: ExchangeError) -> ExitCode {
        switch error {
        case .userMissing, .calendarMissing, .nothingToImport: ShardExit.absent
        case .malformedFile, .malformedListing, .unknownFormat, .unreadableArchive: ShardExit.damaged
        }
    }
}
