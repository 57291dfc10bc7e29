import ArgumentParser
import BlobAPI
import BlobClient
import BlobModel
import Logging

/// A running node, and which of its shards is meant.
struct NodePlace {
    /// The node's ID.
    let node: NodeID

    /// The URL of its internal listener.
    let url: String

    /// The operator's secret.
    let secret: PeerSecret

    /// The shard; nil when none was named.
    let shard: ShardID?

    /// Runs a body with a client of the node, and closes its connections after it.
    ///
    /// - Throws: What the body throws.
    func withClient<Value>(_ body: (OperatorClient) async throws -> Value) async throws -> Value {
        try await OperatorClient.with(node: node, base: url, secret: secret, logger: .quiet, body)
    }

    /// Runs a job on the shard to its end, or on the node's only one when none was named.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - order: What the operator decides about a recount; other jobs ignore it.
    /// - Returns: Where the job stands after it.
    /// - Throws: `OperatorClientError`, and a usage error when it is not clear which shard is meant.
    func run(_ job: ShardJob, order: RecountOrder = RecountOrder()) async throws -> ShardJobStatus {
        try await withClient { client in
            let shard = try await chosenShard(client)
            let display = ProgressDisplay("\(job.rawValue) of \(shard)")
            defer { display.end() }
            return try await client.run(job, on: shard, order: order) { status in
                guard let progress = status.progress else { return }
                display.show(Self.report(progress, job))
            }
        }
    }

    private func chosenShard(_ client: OperatorClient) async throws -> ShardID {
        if let shard { return shard }
        return try Self.only(of: try await client.shards().shards.map(\.shard))
    }

    /// Returns the shard that is meant when none was named.
    ///
    /// - Parameter shards: The shards of the node.
    /// - Returns: The only one.
    /// - Throws: An exit code, after a sentence, when the node has none or several.
    static func only(of shards: [ShardID]) throws -> ShardID {
        guard let first = shards.first else {
            ShardExit.say("The node has no shard.")
            throw ShardExit.absent
        }
        guard shards.count == 1 else {
            let names = shards.map(\.text).joined(separator: ", ")
            throw ShardExit.misuse("The node has several shards; name one with --shard: \(names).")
        }
        return first
    }

    private static func report(_ progress: JobProgress, _ job: ShardJob) -> ProgressReport {
        let total = progress.total > 0 ? progress.total : nil
        let text =
            switch job.unit {
            case .bytes: "\(ByteText(progress.done))" + (total.map { " of \(ByteText($0))" } ?? "")
            case .items: "\(progress.done)" + (total.map { " of \($0)" } ?? "")
            }
        return ProgressReport(done: progress.done, total: total, text: text)
    }
}

extension Logger {
    /// The logger of the tool's calls to nodes: what fails is told by the command, in its own words.
    static var quiet: Logger {
        var logger = Logger(label: "attache")
        logger.logLevel = .critical
        return logger
    }
}
