import FoundationEssentials
import Glibc
import KeyValueIndex
import SystemPackage

/// A small environment that has every kind of page: a table of three levels, values on pages of their own, and free pages.
struct SampleIndex {
    /// The names of its tables.
    static let tables = ["deep", "long", "many", "none"]

    /// The bytes of its file.
    let bytes: [UInt8]
    /// The number of levels of its first table.
    let depth: Int
    private let directory: TemporaryEnvironment

    /// Makes the environment in a new directory and closes it again.
    init() throws {
        directory = try TemporaryEnvironment()
        depth = try Self.fill(directory.open(EnvironmentOptions(mapSize: 1 << 20)))
        bytes = [UInt8](try Data(contentsOf: URL(filePath: directory.path.appending("data.mdb").string)))
    }

    /// The number of its pages.
    var pages: Int { bytes.count / Self.pageByteCount }

    /// The size of a page in bytes.
    static let pageByteCount = Int(sysconf(Int32(_SC_PAGESIZE)))

    /// Returns the bytes of a page.
    func page(_ number: Int) -> ArraySlice<UInt8> {
        bytes[number * Self.pageByteCount..<(number + 1) * Self.pageByteCount]
    }

    /// Puts a file in the place of the environment's and uses all that is in it, if it can be opened.
    ///
    /// - Parameter bytes: The file.
    /// - Returns: Why it was not opened, or what was read of it; nil when LMDB found something wrong in what was opened.
    /// - Throws: What keeps the file from being written.
    func outcome(of bytes: [UInt8]) throws -> Result<[String: Int], LMDBError>? {
        let file = try FileDescriptor.open(directory.path.appending("data.mdb"), .writeOnly, options: [.truncate])
        _ = try file.closeAfter { try file.writeAll(bytes) }
        let environment: Environment
        do throws(LMDBError) {
            environment = try Environment.open(at: directory.path, options: EnvironmentOptions(mapSize: 1 << 20))
        } catch {
            return .failure(error)
        }
        guard let counts = try? Self.use(environment) else { return nil }
        return .success(counts)
    }

    /// Reads all entries, and then writes and deletes many, so that free pages are used too.
    private static func use(_ environment: Environment) throws(LMDBError) -> [String: Int] {
        var contents: [(table: Table, keys: [[UInt8]])] = []
        for name in tables {
            let table = try environment.openTable(named: name)
            contents.append((table, try environment.read { (txn) throws(LMDBError) in try keys(of: table, txn) }))
        }
        for step in 2...3 {
            try environment.write { (txn) throws(LMDBError) in
                for (table, keys) in contents {
                    for (index, key) in keys.enumerated() where index % step == 0 {
                        if index % 2 == 0 {
                            try txn.delete(key, in: table)
                        } else {
                            try txn.put(Array(repeating: 1, count: 700 * (index % 8)), for: key, in: table)
                        }
                    }
                }
            }
        }
        return Dictionary(uniqueKeysWithValues: contents.map { ($0.table.name, $0.keys.count) })
    }

    /// Returns the keys of a table, after a look at each byte of its values.
    private static func keys(of table: Table, _ txn: borrowing ReadTransaction) throws(LMDBError) -> [[UInt8]] {
        var keys: [[UInt8]] = []
        var cursor = try txn.cursor(in: table)
        while try cursor.next() {
            let key = cursor.key
            keys.append(key.indices.map { key[$0] })
            let value = cursor.value
            _ = value.indices.reduce(0) { $0 &+ Int(value[$1]) }
        }
        return keys
    }

    /// Writes and deletes entries, and returns the number of levels of the first table.
    private static func fill(_ environment: Environment) throws(LMDBError) -> Int {
        var opened: [String: Table] = [:]
        for name in tables { opened[name] = try environment.openTable(named: name) }
        guard let deep = opened["deep"], let long = opened["long"], let many = opened["many"] else { return 0 }
        for round in 0..<2 {
            try environment.write { (txn) throws(LMDBError) in
                for number in 0..<60 {
                    let key = SampleIndex.key((number * 37 + round * 11) % 256)
                    try txn.put([UInt8(number)], for: key + Array(repeating: 5, count: 490), in: deep)
                    try txn.put(Array(repeating: 6, count: number), for: key, in: many)
                }
                for number in 0..<8 {
                    let size = number * 900 + round
                    try txn.put(Array(repeating: 7, count: size), for: SampleIndex.key(number), in: long)
                }
            }
        }
        try environment.write { (txn) throws(LMDBError) in
            for number in 0..<60 { try txn.delete(SampleIndex.key(number * 37 % 256), in: many) }
            try txn.delete(SampleIndex.key(7), in: long)
        }
        try environment.synchronise()
        return try environment.read { (txn) throws(LMDBError) in try txn.statistics(of: deep).depth }
    }

    private static func key(_ number: Int) -> [UInt8] { [UInt8(number % 251), UInt8(number / 251), 3, 4] }
}

/// Numbers that are the same for the same seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    /// What the numbers follow from.
    var seed: UInt64

    mutating func next() -> UInt64 {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var number = seed
        number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
        number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
        return number ^ (number >> 31)
    }
}
