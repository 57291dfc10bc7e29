import ArgumentParser
import SQLDatabase
import DeploymentStore
import FoundationEssentials

/// `attache key activate`.
struct KeyActivate: AsyncParsableCommand {
    /// What `attache key activate --help` says.
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Lets a pending key sign, and retires the one that signed until now.",
        discussion: "Do this when every node has the key, a minute after it was added."
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The key.
    @Argument(help: "The ID of the key, as \"attache key list\" shows it.")
    var key: KeyArgument

    /// Activates the key.
    func run() async throws {
        let id = key.id
        try await database.withDatabase { database in
            try await database.write { txn in try DeploymentStore().activateKey(id, now: Date(), in: txn) }
        }
        print("activated \(id)")
    }
}
