import ArgumentParser
import AttachmentKeeping
import AttachmentStore
import FoundationEssentials
import SQLDatabase

/// `attache attachment remove`.
struct AttachmentRemoveCommand: AsyncParsableCommand {
    /// What `attache attachment remove --help` says.
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Takes an attachment away from everybody, with a reason that people are told.",
        discussion: """
            Calendar data stay as they are: who asks for the file gets 410 (Gone) with the reason, in whatever event it \
            is. There is no way back. The front releases the bytes within half a minute; other attachments with the same \
            bytes keep them, unless --same-bytes takes those away too. URLs that were given out before are good until \
            they expire, or until the node has collected the bytes.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// The reason.
    @Option(name: .customLong("reason"), help: "A sentence for those who ask for the file; 500 octets at most.")
    var reason: String

    /// Whether all attachments with the same bytes go.
    @Flag(
        name: .customLong("same-bytes"),
        help: "Take away every attachment that has the same bytes, of whatever user."
    )
    var takesSameBytes = false

    /// Whether to tell only.
    @Flag(name: .customLong("dry-run"), help: "Change nothing, and tell what would be taken away.")
    var isDryRun = false

    /// Whether it is meant.
    @Flag(name: .customLong("yes"), help: "Say that it is meant: there is no way back.")
    var isMeant = false

    /// Whether programs read it.
    @Flag(name: .customLong("json"), help: "Write JSON.")
    var isJSON = false

    /// The attachment.
    @Argument(help: AttachmentArgument.grammar)
    var attachment: AttachmentArgument

    /// Checks the reason, and that it is meant.
    func validate() throws {
        do {
            _ = try AttachmentWithdrawal.sentence(reason)
        } catch {
            throw ValidationError("\(error)")
        }
        guard isDryRun || isMeant else {
            throw ValidationError(
                "Removing an attachment takes it from everybody for good; add --yes, or look with --dry-run."
            )
        }
    }

    /// Removes the attachment.
    func run() async throws {
        try await AttachmentExit.explaining {
            let taken = try await database.withExistingDatabase { database in
                if isDryRun { return try await consequences(in: database) }
                return try await withdraw(in: database)
            }
            let facts = taken.map(WithdrawalFacts.init)
            if isJSON { return try JSONText.print(facts) }
            for fact in facts { print(fact.line(isDryRun: isDryRun)) }
        }
    }

    private func consequences(in database: any SQLDatabase) async throws -> [Withdrawn] {
        let (id, takesSameBytes) = (attachment.id, takesSameBytes)
        return try await database.read { txn in
            let withdrawal = AttachmentWithdrawal()
            let taken = try withdrawal.consequences(for: id, in: txn)
            guard takesSameBytes else { return [taken] }
            return try withdrawal.consequences(forAllWith: taken.attachment.blob, in: txn)
        }
    }

    private func withdraw(in database: any SQLDatabase) async throws -> [Withdrawn] {
        let (id, takesSameBytes, reason) = (attachment.id, takesSameBytes, reason)
        return try await database.write { txn in
            let (withdrawal, now) = (AttachmentWithdrawal(), Date())
            let blob = try withdrawal.consequences(for: id, in: txn).attachment.blob
            guard takesSameBytes else {
                return [try withdrawal.withdraw(id, reason: reason, now: now, in: txn)]
            }
            return try withdrawal.withdrawAll(with: blob, reason: reason, now: now, in: txn)
        }
    }
}
