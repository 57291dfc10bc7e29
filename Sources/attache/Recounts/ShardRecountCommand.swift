import ArgumentParser
import BlobAPI
import BlobClient
import BlobModel
import FoundationEssentials
import Logging
import ServiceSupport

/// `attache shard recount`.
struct ShardRecountCommand: AsyncParsableCommand {
    /// What `attache shard recount --help` says.
    static let configuration = CommandConfiguration(
        commandName: "recount",
        abstract: "Has a node ask the front now which references of a shard exist.",
        discussion: """
            What was missed at two looks, the grace apart, is released; more than a hundredth of all references, and more \
            than ten, only with --approve: check first that the front has the right database. Nodes recount by themselves \
            once a day.
            """
    )

    /// The node.
    @Option(name: .customLong("node-url"), help: "The URL of the node's internal listener.")
    var nodeURL: String

    /// Who asks.
    @OptionGroup var operators: OperatorOptions

    /// The shard.
    @Option(name: .customLong("shard"), help: "The ID of the shard.")
    var shard: String

    /// Whether to release what was held back.
    @Flag(name: .customLong("approve"), help: "Release what the last recount held back, if it is still missing.")
    var approves = false

    /// Checks the URL and the shard.
    func validate() throws {
        guard ServiceURL(parsing: nodeURL) != nil else {
            throw ValidationError("--node-url is \"\(nodeURL)\", but it must be \(ServiceURL.grammar).")
        }
        guard (try? ShardID(validating: shard)) != nil else {
            throw ValidationError("--shard is \"\(shard)\", but it must be the ID of a shard.")
        }
    }

    /// Recounts, and prints what came of it.
    func run() async throws {
        try await ShardExit.explaining { try await recount() }
    }

    private func recount() async throws {
        guard let secret = try await operators.secret(config: nil) else { throw DomainPurgeError.noSecret }
        var logger = Logger(label: "attache")
        logger.logLevel = .critical
        let client = OperatorClient(base: nodeURL, secret: secret, logger: logger)
        let outcome: Result<ShardJobStatus, any Error>
        do {
            let order = RecountOrder(approve: approves)
            outcome = .success(try await client.run(.recount, on: ShardID(validating: shard), order: order))
        } catch {
            outcome = .failure(error)
        }
        try? await client.shutdown()
        try Self.tell(outcome.get())
    }

    /// The exit code is 1 when the recount failed or waits for the operator.
    private static func tell(_ status: ShardJobStatus) throws {
        if let outcome = status.outcome { print(outcome) }
        guard let problem = status.problem else { return }
        print(problem)
        throw ExitCode(1)
    }
}
