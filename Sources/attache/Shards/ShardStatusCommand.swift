import ArgumentParser
import BlobAPI
import BlobClient
import BlobStore

/// `attache shard status`.
struct ShardStatusCommand: AsyncParsableCommand {
    /// What `attache shard status --help` says.
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tells what a shard has, and how it is.",
        discussion: """
            Changes nothing. Of a running node without --shard it tells of all its shards, and of the jobs on them. The \
            exit code is 1 when something in a shard is damaged, as far as the last scrub knows, a shard is not open or takes no writes, or the last run \
            of a job failed or the job is held. Whoever wants to know which reads the JSON.
            """
    )

    /// The shard.
    @OptionGroup var options: ShardPlaceOptions

    /// Whether programs read it.
    @Flag(name: .customLong("json"), help: "Write JSON.")
    var isJSON = false

    /// Prints the state.
    func run() async throws {
        try await ShardExit.explaining {
            switch try await options.place() {
            case .stopped(let place): try tell(of: place.look().status())
            case .node(let node): try await tell(of: node)
            }
        }
    }

    private func tell(of overview: ShardOverview) throws {
        if isJSON { try JSONText.print(overview) } else { ShardFacts(overview).list.print() }
        guard overview.counts.quarantined == 0, overview.scrub.isClean else { throw ShardExit.findings }
    }

    private func tell(of node: NodePlace) async throws {
        let shards = try await node.withClient { client in
            if let shard = node.shard { return [try await client.details(of: shard)] }
            return try await client.shards().shards
        }
        if isJSON {
            try JSONText.print(shards)
        } else {
            if shards.isEmpty { print("the node has no shard") }
            for (number, shard) in shards.enumerated() {
                if number > 0 { print() }
                ShardFacts(shard).list.print()
            }
        }
        guard shards.allSatisfy(\.isWell) else { throw ShardExit.findings }
    }
}

extension ShardDetails {
    /// Whether the shard does all of its work, has nothing damaged, and none of its jobs fails or is held: what the metrics of
    /// a node give alerts for.
    var isWell: Bool {
        state == .ready && (figures?.quarantined ?? 0) == 0 && scrub?.isClean != false
            && jobs.allSatisfy { $0.problem == nil }
    }
}

// What is not quarantined, such as a damaged header, only the scrub knows of, until it finds it no more.

extension ScrubFigures {
    /// Whether neither the last full pass nor the one that is going on has found damage.
    fileprivate var isClean: Bool { passFindings == 0 && lastPassFindings == 0 }
}

extension ScrubStatus {
    /// Whether neither the last full pass nor the one that is going on has found damage.
    fileprivate var isClean: Bool { findings == 0 && lastPass?.findings ?? 0 == 0 }
}
