import ArgumentParser
import SQLDatabase
import CalendarStore
import Cryptography
import FoundationEssentials

/// `attache user add`.
struct UserAdd: AsyncParsableCommand {
    /// What `attache user add --help` says.
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Adds a user with a calendar home.",
        discussion: """
            The home has the calendars "calendar" for events and "tasks" for to-dos. A user who is removed and added \
            again gets a new home: nothing of the old one comes back.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The name.
    @Argument(help: "The name to log in with: \(UserArgument.grammar).")
    var name: UserArgument

    /// The name for people.
    @Option(name: .customLong("display-name"), help: "The name for people to read; the login name unless given.")
    var displayName: String?

    /// The addresses.
    @Option(
        name: .customLong("address"),
        help: "A calendar user address such as mailto:alice@example.com, by which others invite; may be repeated."
    )
    var addresses: [String] = []

    /// Whether the user is an administrator.
    @Flag(name: .customLong("administrator"), help: "Let the user administer the service.")
    var isAdministrator = false

    /// Where the password comes from.
    @OptionGroup(title: "Password") var password: PasswordOptions

    /// Checks the addresses.
    func validate() throws {
        for address in addresses where !CalendarUserAddress.isValid(address) {
            throw ValidationError("The address \"\(address)\" is not a URI such as mailto:alice@example.com.")
        }
    }

    /// Adds the user.
    func run() async throws {
        let secret = try password.password()
        let user = NewUser(
            uid: name.uid,
            displayName: displayName ?? name.uid.text,
            passwordHash: PasswordHash(hashing: secret.text).encoded,
            addresses: addresses,
            isAdministrator: isAdministrator
        )
        let principal = try await database.withExistingDatabase { database in
            try await database.write { txn in try CalendarStore().createUser(user, now: Date(), in: txn) }
        }
        print("added \(principal.uid) with the calendar home \(principal.home)")
        password.announce(secret)
    }
}
