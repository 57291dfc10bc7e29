import ArgumentParser
import SQLDatabase
import BlobModel
import Cryptography
import DeploymentStore
import FoundationEssentials
import ServiceSupport

/// `attache node add`.
struct NodeAdd: AsyncParsableCommand {
    /// What `attache node add --help` says.
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Registers a blob node and gives it shards, or changes its URLs and its secret.",
        discussion: """
            The shards of a new node take their share of the slots that hold no files; stored files stay where they are. \
            Start the node before: it waits until it is registered. Adding a node again changes its URLs and its secret, \
            and leaves its shards alone; "attache node add-shards" gives it more.

            To change a node's secret without a gap: write the new secret into the first line of the node's secret \
            file and the old one into the second, give both digests here, restart the node, and give the new one alone.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Whether to show only.
    @OptionGroup var rehearsal: RehearsalOptions

    /// The node's ID.
    @Argument(help: "The node's ID, its ATTACHE_BLOB_NODE_ID: 1 to 63 lower-case letters, digits and hyphens.")
    var node: NodeArgument

    /// The internal URL.
    @Option(name: .customLong("internal-url"), help: "Where fronts reach the node's internal listener.")
    var internalURL: String

    /// The public URL.
    @Option(name: .customLong("public-url"), help: "Where clients reach the node, its ATTACHE_BLOB_PUBLIC_URL.")
    var publicURL: String

    /// The number of shards.
    @Option(name: .customLong("shards"), help: "How many shards a new node has; one a disk is a good number.")
    var shards = 4

    /// The digests of the secret.
    @Option(
        name: .customLong("secret-digest"),
        help: "The digest that \"attache secret create\" printed; twice while the secret changes, the new one first."
    )
    var secretDigests: [String]

    /// Checks what needs no database.
    func validate() throws {
        _ = try registration()
    }

    /// Registers the node.
    func run() async throws {
        let registration = try registration()
        let change = try await database.withDatabase { database in
            try await rehearsal.write(to: database) { txn in try registration.apply(now: Date(), in: txn) }
        }
        rehearsal.print(change)
    }

    private func registration() throws -> NodeRegistration {
        guard (1...NodeShards.maximum).contains(shards) else {
            throw ValidationError("--shards is \(shards), but a node has 1 to \(NodeShards.maximum).")
        }
        let digests = secretDigests.compactMap { SHA256Digest(hexadecimal: $0) }
        guard digests.count == secretDigests.count, (1...2).contains(digests.count) else {
            throw ValidationError("Give one or two digests of 64 hexadecimal digits with --secret-digest.")
        }
        let entry = NodeEntry(
            id: node.id,
            internalURL: try url(internalURL, "--internal-url"),
            publicURL: try url(publicURL, "--public-url")
        )
        return NodeRegistration(node: NodeRecord(entry: entry, secretDigests: digests), shardCount: shards)
    }

    private func url(_ text: String, _ option: String) throws -> String {
        guard let url = ServiceURL(parsing: text), url.path.isEmpty else {
            throw ValidationError("\(option) is \"\(text)\", but it must be \(ServiceURL.grammar), and without a path.")
        }
        return url.string
    }
}
