extension Operation {
    /// Who may call an operation.
    package enum Caller: Hashable, Sendable {
        /// Anyone who reaches the listener.
        case anyone
        /// The front, by its own secret.
        case front
        /// A registered node, by its own secret.
        case node
        /// The operator, by a secret that neither a front nor a node has.
        case `operator`
    }

    /// Who may call the operation.
    ///
    /// A front keeps attachments, and must not be able to purge a domain or to stop a shard with work.
    package var caller: Caller {
        switch self {
        case .liveness, .readiness, .metrics: .anyone
        case .nodeAssignment, .shardMap, .authorizeDownload, .openUploadGrant, .renewUploadGrant,
            .completeUploadGrant, .abandonUploadGrant, .recountReferences:
            .node
        case .listShards, .shardStatus, .collectShard, .compactShard, .scrubShard, .recountShard, .purgeDomain:
            .operator
        default: .front
        }
    }
}

extension Operation {
    /// Makes the operation by which an operator asks for a job; nil for one that nobody asks for.
    package init?(starting job: ShardJob) {
        switch job {
        case .collection: self = .collectShard
        case .compaction: self = .compactShard
        case .scrub: self = .scrubShard
        case .recount: self = .recountShard
        case .sessionExpiry: return nil
        }
    }

    /// The job that the operation asks for; nil when it asks for none.
    package var job: ShardJob? {
        ShardJob.allCases.first { Operation(starting: $0) == self }
    }
}
