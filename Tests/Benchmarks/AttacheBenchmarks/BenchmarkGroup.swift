import ArgumentParser

/// A part of the benchmarks that can be run by itself.
enum BenchmarkGroup: String, CaseIterable, Codable, ExpressibleByArgument, Sendable {
    /// Signed downloads beside nginx.
    case downloads
    /// Signed downloads over TLS beside nginx with the same cipher.
    case tls
    /// Durable uploads to a node beside the upload peer.
    case uploads
    /// Events and attachments through the front beside the upload peer.
    case front
    /// Attachments beside the node's put and a commit, at services that run apart.
    case attachments
    /// A calendar server's daily work beside Radicale and Xandikos.
    case calendar
    /// Large bodies, and the memory that they take.
    case memory
    /// The share of an edited corpus that is stored, beside restic and borg.
    case corpus
    /// Look-ups, opening, and rebuilding of an index.
    case index
    /// Uploads and reads while a shard is scrubbed and compacted, and small uploads beside a large one.
    case maintenance
}
