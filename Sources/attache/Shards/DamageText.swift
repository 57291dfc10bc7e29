import BlobStore

/// Damage that a reading of the log has found, for people to read.
enum DamageText {
    /// Says which stored bytes are damaged, and where.
    static func place(_ damaged: DamagedStretch) -> String {
        let what = damaged.isManifest ? "The manifest of the blob" : "The chunk"
        return "\(what) \(damaged.content) at \(place(damaged.segment, damaged.generation, damaged.offset)) is damaged"
    }

    /// Says which part of the log cannot be read.
    static func sentence(_ lost: LostStretch) -> String {
        let last = lost.lastRecord.map { "\($0)" } ?? "an unknown one"
        return
            "From \(place(lost.segment, lost.generation, lost.offset)) to \(lost.end) nothing can be read: the records "
            + "from \(lost.firstRecord) to \(last) are lost."
    }

    private static func place(_ segment: UInt64, _ generation: UInt16, _ offset: UInt64) -> String {
        "segment \(segment)" + (generation > 0 ? " (generation \(generation))" : "") + ", offset \(offset)"
    }
}
