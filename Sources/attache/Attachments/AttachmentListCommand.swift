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
            """
    )

    /// The most attachments that are read at a time.
    private static let pageSize = 500

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
            let facts = try await database.withExistingDatabase { database in try await self.facts(in: database) }
            guard !facts.isEmpty else {
                if isJSON { try JSONText.print(facts) }
                throw AttachmentExit.nothing("There are no such attachments.")
            }
            if isJSON { return try JSONText.print(facts) }
            TextTable(head: ListedFacts.head, rows: facts.map(\.cells)).print()
        }
    }

    private func facts(in database: any SQLDatabase) async throws -> [ListedFacts] {
        let filter = try await filter(in: database)
        let display = ProgressDisplay("list")
        defer { display.end() }
        var facts: [ListedFacts] = []
        var last: AttachmentHolding.Key?
        repeat {
            let page = try await database.read { [last] txn in
                try AttachmentListing().page(filter, after: last, limit: Self.pageSize, in: txn)
            }
            facts += page.filter { isWithdrawn || $0.held.attachment.withdrawal == nil }.map(ListedFacts.init)
            last = page.count == Self.pageSize ? page.last?.held.holding.key : nil
            if last != nil {
                let text = "\(CountText(facts.count, "attachment"))"
                display.show(ProgressReport(done: UInt64(facts.count), total: nil, text: text))
            }
        } while last != nil
        return facts
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
