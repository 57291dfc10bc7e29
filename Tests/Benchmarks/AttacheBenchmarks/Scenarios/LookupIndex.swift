import BlobModel
import FoundationEssentials
import KeyValueIndex
import SystemPackage

/// The table `chunk` of an index (`Docs/formats/index.md`), filled directly as uploads fill it: home after home, the chunks of
/// each in no order, since their names are digests.
struct LookupIndex: Sendable {
    /// The chunks of each home: 640 MiB in chunks of the usual length.
    private static let homeChunks = 10_000
    private static let rowByteCount = 40

    private let environment: Environment
    private let table: Table
    private let homes: Int

    /// Fills an index.
    ///
    /// - Parameters:
    ///   - chunks: How many chunks it gets: a multiple of what a home has.
    ///   - directory: A directory for it, which is made.
    /// - Throws: `LMDBError`, and what making the directory throws.
    init(chunks: Int, in directory: FilePath) throws {
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        environment = try Environment.open(at: directory)
        table = try environment.openTable(named: "chunk")
        homes = chunks / Self.homeChunks
        for home in 0..<homes { try fill(home) }
    }

    /// Looks chunks up: some of a home in one snapshot, then some of another.
    ///
    /// - Parameters:
    ///   - count: How many; a multiple of `batch`.
    ///   - batch: How many are looked up in a snapshot.
    ///   - seed: Which ones.
    /// - Returns: The nanoseconds that each took.
    /// - Throws: `LMDBError`.
    func nanosecondsPerLookup(_ count: Int, batch: Int, seed: UInt64) throws(LMDBError) -> Double {
        var found = 0
        let start = ContinuousClock.now
        for number in 0..<count / batch {
            let random = Self.mixed(seed &+ UInt64(number))
            found += try environment.read { (txn) throws(LMDBError) in try look(up: batch, random, txn) }
        }
        let elapsed = start.duration(to: .now)
        precondition(found == count, "Every chunk that is asked for was put.")
        return Double(elapsed.nanoseconds) / Double(count)
    }

    private func fill(_ home: Int) throws(LMDBError) {
        let row = [UInt8](repeating: 7, count: Self.rowByteCount)
        try environment.write { (txn) throws(LMDBError) in
            for chunk in 0..<Self.homeChunks { try txn.put(row, for: Self.key(chunk, of: home), in: table) }
        }
    }

    /// Reads the rows of chunks of one home, and returns how many there are.
    private func look(up count: Int, _ random: UInt64, _ txn: borrowing ReadTransaction) throws(LMDBError) -> Int {
        let home = Int(random % UInt64(homes))
        var found = 0
        for number in 0..<count {
            let chunk = Int(Self.mixed(random &+ UInt64(number)) % UInt64(Self.homeChunks))
            found += try txn.get(Self.key(chunk, of: home), in: table)?.count == Self.rowByteCount ? 1 : 0
        }
        return found
    }

    /// The key of a chunk, written word by word as the shard writes it: the digest of its domain, then its own.
    private static func key(_ chunk: Int, of home: Int) -> [UInt8] {
        let home = mixed(UInt64(home))
        let chunk = mixed(home &+ UInt64(chunk))
        var writer = ByteWriter(capacity: 64)
        for word in 0..<8 { writer.write(mixed((word < 4 ? home : chunk) &+ UInt64(word))) }
        return writer.bytes
    }

    /// Returns a number that looks like chance: the finaliser of SplitMix64, which gives each number another one.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var value = number &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
