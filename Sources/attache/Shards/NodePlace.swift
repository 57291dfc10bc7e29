import ArgumentParser
import BlobAPI
import BlobClient
import BlobModel
import DurableIO
import Logging
import SystemPackage

/// A running node, and which of its shards is meant.
struct NodePlace {
    /// The URL of the node's internal listener.
    let url: String

    /// The operator's secret.
    let secret: PeerSecret

    /// The shard; nil when none was named.
    let shard: ShardID?

    /// Runs a body with a client of the node, and closes its connections after it.
    ///
    /// - Throws: What the body throws.
    func withClient<Value>(_ body: (OperatorClient) async throws -> Value) async throws -> Value {
        var logger = Logger(label: "attache")
        logger.logLevel = .critical
        let client = OperatorClient(base: url, secret: secret, logger: logger)
        do {
            let value = try await body(client)
            try await client.shutdown()
            return value
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    /// Runs a job on the shard to its end, or on the node's only one when none was named.
    ///
    /// - Parameter job: The job.
    /// - Returns: Where the job stands after it.
    /// - Throws: `OperatorClientError`, and a usage error when it is not clear which shard is meant.
    func run(_ job: ShardJob) async throws -> ShardJobStatus {
        try await withClient { client in
            let shard = try await chosenShard(client)
            let display = ProgressDisplay("\(job.rawValue) of \(shard)")
            defer { display.end() }
            return try await client.run(job, on: shard) { status in
                guard let progress = status.progress else { return }
                display.show(Self.report(progress, job))
            }
        }
    }

    private func chosenShard(_ client: OperatorClient) async throws -> ShardID {
        if let shard { return shard }
        let shards = try await client.shards().shards.map(\.shard)
        guard shards.count == 1, let only = shards.first else {
            let names = shards.map(\.text).joined(separator: ", ")
            throw ValidationError("The node has several shards; name one with --shard: \(names).")
        }
        return only
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

/// A file that holds a peer's secret.
struct PeerSecretFile {
    private let path: FilePath

    /// Names the file.
    init(_ path: FilePath) {
        self.path = path
    }

    /// Reads the secret.
    ///
    /// - Throws: `FileError` and `PeerSecretError`, neither of which tells the contents.
    func read() throws -> PeerSecret {
        try PeerSecret(parsing: String(decoding: LocalFileSystem().contents(at: path), as: UTF8.self))
    }
}
