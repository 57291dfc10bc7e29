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
            for damaged in report.damaged {
                print("\(DamageText.place(damaged)); a later upload of the same bytes heals it.")
            }
            for lost in report.lost { print(DamageText.sentence(lost)) }
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
}
