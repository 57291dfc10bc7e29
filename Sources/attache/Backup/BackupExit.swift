import ArgumentParser
import DeploymentBackup

/// The exit codes of the commands that copy a deployment: those of the commands on shards.
enum BackupExit {
    /// Runs a command, and says on standard error why it failed.
    ///
    /// - Parameter body: The command.
    /// - Throws: The exit code; what is no failure of a copy as it is.
    static func explaining(_ body: () async throws -> Void) async throws {
        do {
            try await ShardExit.explaining(body)
        } catch let error as BackupError {
            ShardExit.say("\(error)")
            throw code(for: error)
        }
    }

    /// Returns the exit code for an error.
    static func code(for error: BackupError) -> ExitCode {
        switch error {
        case .noBackup, .noNode, .nodeMissing: ShardExit.absent
        case .foreignContents, .targetExists: ShardExit.cannotCreate
        case .malformedRecord, .unknownFormat, .damagedDatabase, .malformedNode, .otherDeployment: ShardExit.damaged
        case .restless: ShardExit.tryLater
        }
    }
}
