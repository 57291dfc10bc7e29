import ArgumentParser
import SQLDatabase
import DeploymentStore
import FoundationEssentials

/// `attache key retire`.
struct KeyRetire: AsyncParsableCommand {
    /// What `attache key retire --help` says.
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract: "Takes a pending key out of the way: it verifies, but can not be activated any more.",
        discussion: "The key that signs is retired by activating another one."
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The key.
    @Argument(help: "The ID of the key, as \"attache key list\" shows it.")
    var key: KeyArgument

    /// Retires the key.
    func run() async throws {
        let id = key.id
        try await database.withExistingDatabase { database in
            try await database.write { txn in try DeploymentStore().retireKey(id, now: Date(), in: txn) }
        }
        print("retired \(id)")
    }
}
