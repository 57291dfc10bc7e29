import FoundationEssentials
import KeyValueIndex
import SystemPackage

/// Look-ups of chunks in indexes of two sizes: what a small index takes, and how much more a large one.
struct IndexLookups: Sendable {
    private static let small = 100_000
    private static let large = 10_000_000
    private static let lookups = 400_000

    /// The rounds that count, in which the two take turns, so that a slow minute of the machine is slow for both.
    private static let rounds = 5

    /// The chunks of an upload's window of 1 MiB, which are looked up in one snapshot.
    private static let windowChunks = 16

    /// What belongs to this run.
    let directory: FilePath

    /// Fills two indexes and asks each for chunks: a window of a home at a time, as uploads and downloads do, and then each
    /// in a snapshot of its own and another home, which nothing but a blob of one chunk does.
    ///
    /// - Throws: `LMDBError`, and what making directories throws.
    func run() async throws -> [Finding] {
        let paths = (small: directory.appending("index-small"), large: directory.appending("index-large"))
        defer { for path in [paths.small, paths.large] { try? FileManager.default.removeItem(atPath: path.string) } }
        return try await LoadThread.run {
            let small = try LookupIndex(chunks: Self.small, in: paths.small)
            let large = try LookupIndex(chunks: Self.large, in: paths.large)
            return [
                try finding("\(Self.windowChunks) of a home at a time", small, large, batch: Self.windowChunks),
                try finding("each of another home", small, large, batch: 1),
            ]
        }
    }

    private func finding(
        _ how: String,
        _ small: LookupIndex,
        _ large: LookupIndex,
        batch: Int
    ) throws(LMDBError) -> Finding {
        var times: (small: [Double], large: [Double]) = ([], [])
        // One more than counts: the first round brings both into memory.
        for round in 0...UInt64(Self.rounds) {
            times.small.append(try small.nanosecondsPerLookup(Self.lookups, batch: batch, seed: round << 32))
            times.large.append(try large.nanosecondsPerLookup(Self.lookups, batch: batch, seed: round << 32))
        }
        let (small, large) = (Self.median(times.small.dropFirst()), Self.median(times.large.dropFirst()))
        return Finding(
            what: "chunk look-up among 10,000,000 chunks, \(how)",
            measured: "\(Quantity.time(large / 1000)), \(Quantity.digits(large / small)) ×",
            peer: "among 100,000: \(Quantity.time(small / 1000))",
            target: "≤ 3 ×",
            isReached: large / small <= 3
        )
    }

    private static func median(_ values: some Sequence<Double>) -> Double {
        let sorted = values.sorted()
        return sorted[sorted.count / 2]
    }
}
