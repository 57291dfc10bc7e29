import ArgumentParser
import AttachmentKeeping
import FoundationEssentials
import SQLDatabase

/// `attache attachment purge`.
struct AttachmentPurgeCommand: AsyncParsableCommand {
    /// What `attache attachment purge --help` says.
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Ends the grace of attachments that were removed, or tells for each user what that would free.",
        discussion: """
            What users removed can be restored until its grace is over. This ends the grace at once: the front releases \
            the bytes within half a minute, and nobody can have them back. What is in an event stays as it is.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The user.
    @Option(name: .customLong("user"), help: "Only what this user removed.")
    var user: UserArgument?

    /// The instant.
    @Option(
        name: .customLong("removed-before"),
        help: "Only what was removed before this instant, such as 2026-11-21 or 2026-11-21T10:00:00Z."
    )
    var instant: InstantArgument?

    /// Whether to tell only.
    @Flag(name: .customLong("dry-run"), help: "Change nothing, and tell what would go.")
    var isDryRun = false

    /// Whether it is meant.
    @Flag(name: .customLong("yes"), help: "Say that it is meant: there is no way back.")
    var isMeant = false

    /// Whether programs read it.
    @Flag(name: .customLong("json"), help: "Write JSON.")
    var isJSON = false

    /// Checks that it is meant.
    func validate() throws {
        guard isDryRun || isMeant else {
            throw ValidationError("A purge takes removed attachments away for good; add --yes, or look with --dry-run.")
        }
    }

    /// Purges, and prints the report.
    func run() async throws {
        try await AttachmentExit.explaining {
            let report = try await database.withExistingDatabase { database in
                let (uid, before, made) = (user?.uid, instant?.date, Date())
                let report = try await database.read { txn in
                    try RemovalReport(of: uid, before: before, made: made, in: txn)
                }
                if !isDryRun { try await purge(report, in: database) }
                return report
            }
            let facts = report.lines.map(PurgeFacts.init)
            if isJSON { try JSONText.print(facts) }
            guard !facts.isEmpty else {
                throw AttachmentExit.nothing("There is nothing that was removed and is still kept.")
            }
            if !isJSON { tell(of: report, facts) }
        }
    }

    private func purge(_ report: RemovalReport, in database: any SQLDatabase) async throws {
        let display = ProgressDisplay("purge")
        defer { display.end() }
        let total = UInt64(report.count)
        _ = try await RemovalPurge(database).purge(report, now: Date()) { done in
            let text = "\(done) of \(CountText(total, "attachment"))"
            display.show(ProgressReport(done: UInt64(done), total: total, text: text))
        }
    }

    private func tell(of report: RemovalReport, _ facts: [PurgeFacts]) {
        TextTable(head: PurgeFacts.head, rows: facts.map(\.cells)).print()
        let what = "\(CountText(report.count, "attachment")), \(ByteText(report.octets))"
        print(isDryRun ? "would purge \(what)" : "purged \(what); the front releases them within half a minute")
    }
}
