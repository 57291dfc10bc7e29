import ArgumentParser
import CalendarStore
import SQLDatabase

/// `attache user app-password remove`.
struct AppPasswordRemove: AsyncParsableCommand {
    /// What `attache user app-password remove --help` says.
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Takes an app password away.",
        discussion: "It counts at once, on fronts that run too: the next request with it is refused."
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The name.
    @Argument(help: "The name of the user.")
    var name: UserArgument

    /// The label.
    @Option(help: "What it was made for, as the list shows it.")
    var label: AppPasswordLabel

    /// Removes the app password.
    func run() async throws {
        let (uid, label) = (name.uid, label.text)
        try await database.withExistingDatabase { database in
            try await database.write { txn in try Self.remove(label, of: uid, in: txn) }
        }
        print("removed the app password of \(uid) for \(label)")
    }

    /// Takes the app password with a label away.
    ///
    /// - Throws: ``AppPasswordError/notFound(_:label:)``, `CalendarStoreError.principalNotFound`, `SQLError`.
    static func remove(_ label: String, of uid: UserID, in txn: any SQLTransaction) throws {
        let credentials = try AppPasswordList.credentials(of: uid, in: txn)
        guard let credential = credentials.first(where: { $0.label == label }) else {
            throw AppPasswordError.notFound(uid, label: label)
        }
        try CalendarStore().removeCredential(credential.id, in: txn)
    }
}
