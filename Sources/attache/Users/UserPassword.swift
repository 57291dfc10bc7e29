import ArgumentParser
import SQLDatabase
import CalendarStore
import Cryptography

/// `attache user password`.
struct UserPassword: AsyncParsableCommand {
    /// What `attache user password --help` says.
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Sets the password of a user.",
        discussion: "It counts at once, on fronts that run too: the old one is refused from the next request on."
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The name.
    @Argument(help: "The name of the user.")
    var name: UserArgument

    /// Where the password comes from.
    @OptionGroup(title: "Password") var password: PasswordOptions

    /// Sets the password.
    func run() async throws {
        let uid = name.uid
        let secret = try password.password()
        let hash = PasswordHash(hashing: secret.text).encoded
        try await database.withExistingDatabase { database in
            try await database.write { txn in try CalendarStore().setPasswordHash(hash, of: uid, in: txn) }
        }
        print("set the password of \(uid)")
        password.announce(secret)
    }
}
