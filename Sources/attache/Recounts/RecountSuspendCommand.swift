import ArgumentParser
import DeploymentStore
import FoundationEssentials
import SQLDatabase

/// `attache recount suspend`.
struct RecountSuspendCommand: AsyncParsableCommand {
    /// What `attache recount suspend --help` says.
    static let configuration = CommandConfiguration(
        commandName: "suspend",
        abstract: "Lets no node release anything by a recount, until recounts are resumed."
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// How long.
    @Option(name: .customLong("hours"), help: "Resume by itself after so many hours (1 to 8784).")
    var hours: Int?

    /// Checks the number.
    func validate() throws {
        guard hours.map({ (1...8_784).contains($0) }) ?? true else {
            throw ValidationError("--hours is from 1 to 8784.")
        }
    }

    /// Suspends recounts.
    func run() async throws {
        let until = hours.map { Date().addingTimeInterval(Double($0) * 3600) }
        try await database.withExistingDatabase { database in
            try await database.write { txn in try DeploymentStore().suspendRecounts(until: until, in: txn) }
        }
        print("recounts are suspended until \(until.map { $0.formatted(.iso8601) } ?? "they are resumed")")
    }
}
