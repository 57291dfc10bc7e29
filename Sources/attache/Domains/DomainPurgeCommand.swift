import ArgumentParser
import BlobAPI
import BlobModel
import CalendarStore
import FoundationEssentials
import SQLDatabase

/// `attache domain purge`.
struct DomainPurgeCommand: AsyncParsableCommand {
    /// What `attache domain purge --help` says.
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Removes everything that a dedup domain has at its node, or tells what that would be.",
        discussion: """
            For a user who has left: "attache user remove" purges by itself when it knows the operator's secret; this \
            command does it later, or once more. The home of a user who is there is not purged; with --dry-run it can be \
            looked at. References and upload sessions go at once; for the bytes the node begins a collection, and compacts \
            the shard after it. Where the shard is encrypted, the key of the domain is erased, and nobody can read the bytes \
            from then on. The exit code is 69 when the node does not do what was asked, and 75 when it may do so later.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Who asks.
    @OptionGroup(title: "Nodes") var operators: OperatorOptions

    /// The user.
    @Option(name: .customLong("user"), help: "The name of the user whose calendar home is the domain.")
    var user: UserArgument?

    /// The domain.
    @Option(name: .customLong("domain"), help: "The domain, which is the random ID of a calendar home.")
    var domainID: String?

    /// Whether to tell only.
    @Flag(name: .customLong("dry-run"), help: "Change nothing, and tell what would be removed.")
    var isDryRun = false

    /// Whether it is meant.
    @Flag(name: .customLong("yes"), help: "Say that it is meant: there is no way back.")
    var isMeant = false

    /// Checks that one domain is named, and that it is meant.
    func validate() throws {
        guard (user == nil) != (domainID == nil) else {
            throw ValidationError("Name the domain by --user or by --domain; one of the two.")
        }
        if let domainID, (try? DedupDomain(validating: domainID)) == nil {
            throw ValidationError("--domain is \"\(domainID)\", but it must be the ID of a calendar home.")
        }
        guard isDryRun || isMeant else {
            throw ValidationError("Purging a domain removes its bytes for good; add --yes, or look with --dry-run.")
        }
    }

    /// Purges the domain.
    func run() async throws {
        try await ShardExit.explaining {
            let secret = try await operators.requiredSecret(config: database.config)
            let answer = try await database.withExistingDatabase { database in
                let purge = DomainPurge(domain: try await domain(in: database), database: database, secret: secret)
                return try await purge.run(dryRun: isDryRun, now: Date())
            }
            for line in PurgeText(answer).lines { print(line) }
        }
    }

    private func domain(in database: any SQLDatabase) async throws -> DedupDomain {
        if let domainID { return try DedupDomain(validating: domainID) }
        guard let uid = user?.uid else { throw ValidationError("There is no domain named.") }
        let principal = try await database.read { txn in try CalendarStore().principal(uid, in: txn) }
        guard let principal else { throw CalendarStoreError.principalNotFound(uid) }
        return try DedupDomain(validating: principal.home.text)
    }
}
