import ArgumentParser
import CalendarStore
import FoundationEssentials
import SQLDatabase

/// `attache user app-password list`.
struct AppPasswordList: AsyncParsableCommand {
    /// What `attache user app-password list --help` says.
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists a user's app passwords, without the passwords themselves."
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The name.
    @Argument(help: "The name of the user.")
    var name: UserArgument

    /// Prints the app passwords in the order of their labels.
    func run() async throws {
        let uid = name.uid
        let credentials = try await database.withExistingDatabase { database in
            try await database.read { txn in try Self.credentials(of: uid, in: txn) }
        }
        Self.table(of: credentials, now: Date()).print()
    }

    /// Returns the app passwords of a user who exists.
    ///
    /// - Throws: `CalendarStoreError.principalNotFound`, `SQLError`.
    static func credentials(of uid: UserID, in txn: any SQLTransaction) throws -> [Credential] {
        let store = CalendarStore()
        guard try store.principal(uid, in: txn) != nil else { throw CalendarStoreError.principalNotFound(uid) }
        return try store.credentials(.appPassword, of: uid, in: txn)
    }

    /// Returns the table that is printed; days are those of UTC.
    static func table(of credentials: [Credential], now: Date) -> TextTable {
        TextTable(
            head: ["LABEL", "CREATED", "LAST USED", "EXPIRES"],
            rows: credentials.map { credential in
                [
                    credential.label, credential.created.day, credential.lastUsed?.day ?? "never",
                    credential.expires.map { $0 > now ? $0.day : "expired" } ?? "never",
                ]
            }
        )
    }
}

extension Date {
    /// The day in UTC, such as `2026-11-21`.
    fileprivate var day: String { String(text.prefix(10)) }
}
