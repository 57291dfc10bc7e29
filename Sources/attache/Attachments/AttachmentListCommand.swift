import ArgumentParser
import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
import SQLDatabase

/// `attache attachment list`.
struct AttachmentListCommand: AsyncParsableCommand {
    /// What `attache attachment list --help` says.
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists attachments whose bytes are there, or those that were removed.",
        discussion: """
            An attachment that several homes have is listed for each. What was removed can be had back with "restore" \
            until the instant that --json and "show" tell.

            What --json writes is one array, or nothing where no attachment could be read. It is whole only if the exit \
            code is 0, or 1 for an empty one: where the database fails halfway, the array is closed and the error told.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The user.
    @Option(name: .customLong("user"), help: "Only what the calendar home of this user has.")
    var user: UserArgument?

    /// Whether only removed ones are listed.
    @Flag(name: .customLong("removed"), help: "Only what users removed and can have back.")
    var isRemoved = false

    /// Whether only withdrawn ones are listed.
    @Flag(name: .customLong("withdrawn"), help: "Only what the server took away, also when the bytes are gone.")
    var isWithdrawn = false

    /// Whether programs read it.
    @Flag(name: .customLong("json"), help: "Write JSON.")
    var isJSON = false

    /// Checks that one kind is asked for.
    func validate() throws {
        guard !(isRemoved && isWithdrawn) else {
            throw ValidationError("Ask for --removed or for --withdrawn; one of the two.")
        }
    }

    /// Prints the list.
    func run() async throws {
        try await AttachmentExit.explaining {
            try await database.withExistingDatabase { database in
                try await list(AttachmentPages(try await filter(in: database), in: database))
            }
        }
    }

    private func list(_ pages: AttachmentPages) async throws {
        var output = ListedOutput(isJSON: isJSON)
        let all = isWithdrawn
        try await output.printAll(
            pages.map { page in
                page.filter { all || $0.held.attachment.withdrawal == nil }.map(ListedFacts.init)
            }
        )
        if output.isEmpty { throw AttachmentExit.nothing("There are no such attachments.") }
    }

    private func filter(in database: any SQLDatabase) async throws -> HoldingFilter {
        var filter = HoldingFilter(phases: isRemoved ? [.removed] : [.live, .removed], isWithdrawn: isWithdrawn)
        if isWithdrawn { filter.phases = Set(HoldingPhase.allCases) }
        guard let uid = user?.uid else { return filter }
        let principal = try await database.read { txn in try CalendarStore().principal(uid, in: txn) }
        guard let principal else { throw CalendarStoreError.principalNotFound(uid) }
        filter.domain = try DedupDomain(validating: principal.home.text)
        return filter
    }
}
