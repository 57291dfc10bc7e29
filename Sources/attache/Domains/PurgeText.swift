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
        ] + following
    }

    /// What becomes of the bytes.
    private var following: [String] {
        guard !answer.dryRun, answer.references + answer.sessions > 0 else { return [] }
        return ["their bytes go with the collection that the node begins now, and the compaction after it"]
    }
}
