import ArgumentParser
import SQLDatabase
import DeploymentStore
import FoundationEssentials

/// `attache key remove`.
struct KeyRemove: AsyncParsableCommand {
    /// What `attache key remove --help` says.
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Ends a key that does not sign: its secret is erased, and its links are refused.",
        discussion:
            "Links live for at most a day: remove a retired key a day after it was retired, or at once when it leaked."
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The key.
    @Argument(help: "The ID of the key, as \"attache key list\" shows it.")
    var key: KeyArgument

    /// Removes the key.
    func run() async throws {
        let id = key.id
        try await database.withDatabase { database in
            try await database.write { txn in try DeploymentStore().removeKey(id, now: Date(), in: txn) }
        }
        print("removed \(id)")
    }
}
