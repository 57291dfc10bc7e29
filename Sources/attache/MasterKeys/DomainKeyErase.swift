import ArgumentParser
import BlobModel
import BlobStore

/// `attache key domain erase`.
struct DomainKeyErase: AsyncParsableCommand {
    /// What `attache key domain erase --help` says.
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erases the key of a domain: what was encrypted under it is unreadable for ever.",
        discussion: """
            The node must be stopped. It is meant for homes that are gone: a user who is there loses all attachments, and \
            can add no others. Copies of the key file, as in backups, are not reached: rotate the master key and destroy \
            the former one, and nobody can use those either, nor any other encrypted domain of those backups. What the \
            domain stored before the shard was encrypted stays on the disk until its references are released and \
            compaction has run.
            """
    )

    /// The shard and the keys.
    @OptionGroup var options: MasterKeyOptions

    /// The domain.
    @Option(name: .customLong("domain"), help: "The ID of the domain.")
    var domain: String

    /// Whether it is meant.
    @Flag(name: .customLong("yes"), help: "Say that it is meant: there is no way back.")
    var isMeant = false

    /// Checks the domain, and that it is meant.
    func validate() throws {
        guard (try? DedupDomain(validating: domain)) != nil else {
            throw ValidationError("--domain is \"\(domain)\", but it must be the ID of a calendar home.")
        }
        guard isMeant else { throw ValidationError("Erasing a key makes its bytes unreadable for ever; add --yes.") }
    }

    /// Erases the key.
    func run() async throws {
        let domain = try DedupDomain(validating: domain)
        try await ShardExit.explaining {
            let wasThere = try options.keys().erase(domain)
            print(wasThere ? "erased the key of \(domain)" : "the key of \(domain) was erased before")
        }
    }
}
