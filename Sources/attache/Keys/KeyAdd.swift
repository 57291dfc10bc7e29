import ArgumentParser
import SQLDatabase
import DeploymentStore
import FoundationEssentials

/// `attache key add`.
struct KeyAdd: AsyncParsableCommand {
    /// What `attache key add --help` says.
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Makes a new key, which is pending: it verifies, but signs nothing yet."
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Makes the key.
    func run() async throws {
        let id = try await database.withExistingDatabase { database in
            try await database.write { txn in
                let store = DeploymentStore()
                _ = try store.initialise(now: Date(), in: txn)
                return try store.addKey(now: Date(), in: txn)
            }
        }
        print("added \(id), which is pending: \"attache key activate \(id)\" lets it sign")
    }
}
