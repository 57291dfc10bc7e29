import BlobAPI

/// What a purge removed, for people to read.
struct PurgeText {
    private let answer: PurgeAnswer

    /// Takes the answer of the node.
    init(_ answer: PurgeAnswer) {
        self.answer = answer
    }

    /// The lines to print.
    var lines: [String] {
        [
            "\(answer.dryRun ? "would remove" : "removed") from the shard \(answer.shard):",
            "  references       \(answer.references)",
            "  blobs            \(answer.blobs)",
            "  bytes in them    \(answer.bytes)",
            "  upload sessions  \(answer.sessions)",
        ]
    }
}
