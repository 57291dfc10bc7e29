import ArgumentParser
import BlobModel
import DeploymentStore
import FoundationEssentials
import SQLDatabase

/// `attache key activate`.
struct KeyActivate: AsyncParsableCommand {
    /// What `attache key activate --help` says.
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Lets a pending key sign, and retires the one that signed until now.",
        discussion: """
            First every node is asked whether it knows the key, so that no link is refused that the key signs. A node that \
            does not know it yet asks the front; the command waits for that, and changes nothing when it takes too long. \
            With --force no node is asked.
            """
    )

    /// Where the database is.
    @OptionGroup(title: "Database") var database: DatabaseOptions

    /// Who asks the nodes.
    @OptionGroup(title: "Nodes") var operators: OperatorOptions

    /// The key.
    @Argument(help: "The ID of the key, as \"attache key list\" shows it.")
    var key: KeyArgument

    /// How long to wait.
    @Option(name: .customLong("wait"), help: "How many seconds to wait for nodes that do not know the key yet.")
    var seconds = 60

    /// Whether to ask no node.
    @Flag(name: .customLong("force"), help: "Ask no node: links are refused by those that do not know the key.")
    var isForced = false

    /// Checks the time.
    func validate() throws {
        guard (0...3_600).contains(seconds) else { throw ValidationError("--wait is from 0 to 3600 seconds.") }
    }

    /// Activates the key.
    func run() async throws {
        let id = key.id
        try await database.withExistingDatabase { database in
            if !isForced { try await requireNodes(toKnow: id, in: database) }
            try await database.write { txn in try DeploymentStore().activateKey(id, now: Date(), in: txn) }
        }
        print("activated \(id)")
    }

    private func requireNodes(toKnow id: SigningKeyID, in database: any SQLDatabase) async throws {
        let (keys, nodes) = try await database.read { txn in
            (try DeploymentStore().keyRecords(in: txn), try DeploymentStore().nodes(in: txn).map(\.entry))
        }
        // Of a key that cannot be activated the database says why; no node need be asked.
        guard keys.contains(where: { $0.id == id && $0.state == .pending }) else { return }
        let secret = try await operators.requiredSecret(
            config: self.database.config,
            otherwise: "The nodes are asked whether they know the key; --force leaves that out."
        )
        let spread = KeySpread(key: id, nodes: nodes) { node in
            try await KeySpread.keys(at: node, secret: secret)
        }
        try await spread.wait(for: .seconds(seconds)) { missing in
            ShardExit.note("waiting for \(missing.map(\.node.text).joined(separator: ", "))")
        }
    }
}
