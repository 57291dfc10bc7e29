import ArgumentParser
import BlobStore

/// `attache shard rebuild`.
struct ShardRebuildCommand: AsyncParsableCommand {
    /// What `attache shard rebuild --help` says.
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Makes the index of a stopped shard again from its segments.",
        discussion: """
            The segments are read and not changed, and the former index stays until the new one is whole. Damaged \
            bodies are quarantined and printed. A damaged header is refused, since what follows it is not known: restore \
            the segment from a backup, or give up what cannot be read with --salvage, which says what that is. The exit \
            code is 1 when something is damaged.
            """
    )

    /// The shard.
    @OptionGroup var options: StoppedShardOptions

    /// Whether to go on over damaged headers.
    @Flag(name: .customLong("salvage"), help: "Go on over damaged headers; the records in between are lost.")
    var isSalvage = false

    /// Rebuilds the index.
    func run() async throws {
        try await ShardExit.explaining {
            let place = try options.place()
            let report = try rebuild(place)
            for line in report.damaged.map(Self.sentence) + report.lost.map(Self.sentence) { print(line) }
            print(
                "indexed \(CountText(report.records, "record")) in \(CountText(report.segments, "segment")), \(ByteText(report.bytes))"
            )
            if report.tornBytes > 0 {
                print("\(ByteText(report.tornBytes)) that a crash left are cut off when the shard is opened")
            }
            if !report.superseded.isEmpty {
                print(
                    "\(CountText(report.superseded.count, "damaged place")) not needed: the same bytes were uploaded again"
                )
            }
            guard report.isWhole else { throw ShardExit.findings }
        }
    }

    private func rebuild(_ place: StoppedShardPlace) throws -> RebuildReport {
        let display = ProgressDisplay("rebuild")
        defer { display.end() }
        let rebuild = ShardRebuild(at: place.path, masterKeys: place.masterKeys, isSalvage: isSalvage)
        return try rebuild.run { display.show(bytes: $0.bytes, of: $0.total) }
    }

    private static func sentence(for damaged: DamagedStretch) -> String {
        let what = damaged.isManifest ? "The manifest of the blob" : "The chunk"
        return
            "\(what) \(damaged.content) at \(place(damaged.segment, damaged.generation, damaged.offset)) is damaged; "
            + "a later upload of the same bytes heals it."
    }

    private static func sentence(for lost: LostStretch) -> String {
        let last = lost.lastRecord.map { "\($0)" } ?? "an unknown one"
        return
            "From \(place(lost.segment, lost.generation, lost.offset)) to \(lost.end) nothing can be read: the records "
            + "from \(lost.firstRecord) to \(last) are lost."
    }

    private static func place(_ segment: UInt64, _ generation: UInt16, _ offset: UInt64) -> String {
        "segment \(segment)" + (generation > 0 ? " (generation \(generation))" : "") + ", offset \(offset)"
    }
}
