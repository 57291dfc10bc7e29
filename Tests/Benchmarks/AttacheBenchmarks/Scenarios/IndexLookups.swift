import FoundationEssentials
import KeyValueIndex
import SystemPackage

/// Look-ups of chunks in indexes of two sizes, filled directly: what a small index takes, and how much more a large one.
struct IndexLookups: Sendable {
    private static let small = 100_000
    private static let large = 10_000_000
    private static let lookups = 400_000

    /// What belongs to this run.
    let directory: FilePath

    /// Fills two indexes and asks each for chunks in random order.
    ///
    /// - Throws: `LMDBError`, and what making directories throws.
    func run() async throws -> [Finding] {
        try await LoadThread.run {
            let (small, large) = (try nanoseconds(chunks: Self.small), try nanoseconds(chunks: Self.large))
            return [
                Finding(
                    what: "chunk look-up among 10,000,000 chunks",
                    measured: "\(Quantity.time(large / 1000)), \(Quantity.digits(large / small)) ×",
                    peer: "among 100,000: \(Quantity.time(small / 1000))",
                    target: "≤ 3 ×",
                    isReached: large / small <= 3
                )
            ]
        }
    }

    private func nanoseconds(chunks: Int) throws -> Double {
        let path = directory.appending("index-\(chunks)")
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path.string) }
        let environment = try Environment.open(at: path)
        let table = try environment.openTable(named: "chunk")
        try fill(table, in: environment, chunks: chunks)
        // Once without the clock, so that both are in memory.
        _ = try time(table, in: environment, chunks: chunks)
        return try time(table, in: environment, chunks: chunks)
    }

    private func fill(_ table: Table, in environment: Environment, chunks: Int) throws(LMDBError) {
        let value = [UInt8](repeating: 7, count: 36)
        for start in stride(from: 0, to: chunks, by: 10_000) {
            try environment.write { (txn) throws(LMDBError) in
                for number in start..<min(start + 10_000, chunks) {
                    try txn.put(value, for: Self.key(number, of: chunks), in: table)
                }
            }
        }
    }

    private func time(_ table: Table, in environment: Environment, chunks: Int) throws(LMDBError) -> Double {
        var state: UInt64 = 88_172_645_463_325_252
        var found = 0
        let start = ContinuousClock.now
        for _ in 0..<Self.lookups {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            let key = Self.key(Int(state % UInt64(chunks)), of: chunks)
            found += try environment.read { (txn) throws(LMDBError) in try txn.contains(key, in: table) } ? 1 : 0
        }
        precondition(found == Self.lookups, "Every chunk that is asked for was put.")
        return Double(start.duration(to: .now).nanoseconds) / Double(Self.lookups)
    }

    /// The key of a chunk as the index has it: the domain's digest, then the chunk's, spread evenly and in rising order.
    private static func key(_ number: Int, of count: Int) -> [UInt8] {
        let spread = UInt64(number) * (UInt64.max / UInt64(count))
        var key = [UInt8](repeating: 0x5A, count: 64)
        for index in 0..<8 { key[32 + index] = UInt8(truncatingIfNeeded: spread >> UInt64(56 - 8 * index)) }
        return key
    }
}
