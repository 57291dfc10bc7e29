import ArgumentParser
import SQLDatabase
import CalendarStore

/// `attache user list`.
struct UserList: AsyncParsableCommand {
    /// What `attache user list --help` says.
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the users.")

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Prints the users in the order of their names.
    func run() async throws {
        let principals = try await database.withExistingDatabase { database in
            try await database.read { txn in try CalendarStore().principals(in: txn) }
        }
        TextTable(
            head: ["NAME", "KIND", "DISPLAY NAME", "ADMINISTRATOR", "CALENDAR HOME", "ADDRESSES"],
            rows: principals.map { principal in
                [
                    principal.uid.text, principal.kind.rawValue, principal.displayName,
                    principal.isAdministrator ? "yes" : "no", "\(principal.home)",
                    principal.addresses.joined(separator: " "),
                ]
            }
        ).print()
    }
}
