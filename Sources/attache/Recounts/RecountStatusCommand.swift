import ArgumentParser
import DeploymentStore
import FoundationEssentials
import SQLDatabase

/// `attache recount status`.
struct RecountStatusCommand: AsyncParsableCommand {
    /// What `attache recount status --help` says.
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tells whether recounts are suspended."
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Prints one line.
    func run() async throws {
        let suspension = try await database.withExistingDatabase { database in
            try await database.read { txn in try DeploymentStore().recountSuspension(now: Date(), in: txn) }
        }
        switch suspension {
        case nil: print("recounts go on")
        case .until(let end): print("recounts are suspended until \(end.formatted(.iso8601))")
        case .untilResumed: print("recounts are suspended until they are resumed")
        }
    }
}
