import ArgumentParser
import CalendarStore
import FoundationEssentials
import FrontService
import SQLDatabase

/// `attache user app-password add`.
struct AppPasswordAdd: AsyncParsableCommand {
    /// What `attache user app-password add --help` says.
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Makes an app password and prints it once.",
        discussion: "It counts at once, on fronts that run too. Hyphens and capitals do not matter when it is typed."
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The name.
    @Argument(help: "The name of the user.")
    var name: UserArgument

    /// The label.
    @Option(help: "What it is for, such as the name of a device: \(AppPasswordLabel.grammar).")
    var label: AppPasswordLabel

    /// The lifetime.
    @Option(
        name: .customLong("expires-in"),
        help: "How long it is good: \(AppPasswordLifetime.grammar); for ever unless given."
    )
    var lifetime: AppPasswordLifetime?

    /// Makes the password.
    func run() async throws {
        let (uid, password, now) = (name.uid, AppPassword.random(), Date())
        let new = NewCredential(
            kind: .appPassword,
            label: label.text,
            verifier: password.verifier,
            expires: lifetime.map { now.addingTimeInterval($0.seconds) }
        )
        try await database.withExistingDatabase { database in
            try await database.write { txn in try Self.add(new, to: uid, now: now, in: txn) }
        }
        print("app password of \(uid) for \(label.text): \(password.text)")
    }

    /// Gives a user another app password, unless there are too many.
    ///
    /// - Throws: ``AppPasswordError``, `CalendarStoreError`, `SQLError`.
    static func add(_ new: NewCredential, to uid: UserID, now: Date, in txn: any SQLTransaction) throws {
        let store = CalendarStore()
        guard try store.credentials(.appPassword, of: uid, in: txn).count < AppPassword.maximumPerUser else {
            throw AppPasswordError.tooMany(uid, limit: AppPassword.maximumPerUser)
        }
        try store.addCredential(new, to: uid, now: now, in: txn)
    }
}
