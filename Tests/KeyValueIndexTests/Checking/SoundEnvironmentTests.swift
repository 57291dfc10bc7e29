import KeyValueIndex
import SystemPackage
import Testing

/// What LMDB itself leaves is never refused.
struct SoundEnvironmentTests {
    static let small = EnvironmentOptions(mapSize: 256 << 10)

    let directory: TemporaryEnvironment

    init() throws {
        directory = try TemporaryEnvironment()
    }

    @Test func `an environment without a commit is opened again`() throws {
        for _ in 0..<2 { #expect(try directory.open().statistics.lastTransaction == 0) }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `whatever is written and deleted, the file stays one that is opened`(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<15 {
            let environment = try directory.open(Self.small)
            let tables = try ["a", "b", "c"].map { (name) in try environment.openTable(named: name) }
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                let changes = (0..<Int.random(in: 1...300, using: &numbers)).map { _ in Change(&numbers) }
                try environment.write { (txn) throws(LMDBError) in
                    for change in changes { try change.apply(to: tables[change.table], &txn) }
                }
            }
        }
        #expect(try directory.open(Self.small).statistics.lastTransaction > 30)
    }

    @Test func `a file that is shorter than its last page is opened when what is missing is free`() throws {
        try leaveFreeEnd(of: 8 << 20)
        let data = directory.path.appending("data.mdb")
        let file = try FileDescriptor.open(data, .writeOnly)
        try file.closeAfter { try file.resize(to: 4 << 20) }
        let environment = try directory.open()
        #expect(environment.statistics.usedBytes > 8 << 20)
        let table = try environment.openTable(named: "chunks")
        #expect(try environment.read { (txn) throws(LMDBError) in try txn.get([0], in: table) } == [4])
        for number in 1..<9 as Range<UInt8> {
            let value = Array(repeating: number, count: 1 << 20)
            try environment.write { (txn) throws(LMDBError) in try txn.put(value, for: [number], in: table) }
        }
        #expect(try environment.read { (txn) throws(LMDBError) in try txn.count(of: table) } == 9)
    }

    /// Makes a file whose last pages are free: whatever is written later takes the first pages that are.
    private func leaveFreeEnd(of size: Int) throws {
        let environment = try directory.open()
        let table = try environment.openTable(named: "chunks")
        let value = Array(repeating: 9 as UInt8, count: size)
        try environment.write { (txn) throws(LMDBError) in try txn.put(value, for: [0], in: table) }
        for number in 1..<5 as Range<UInt8> {
            try environment.write { (txn) throws(LMDBError) in try txn.put([number], for: [0], in: table) }
        }
    }

    @Test func `lists of free pages that are longer than a page are opened`() throws {
        for round in 0..<3 as Range<UInt8> {
            let environment = try directory.open()
            let table = try environment.openTable(named: "chunks")
            let value = Array(repeating: round, count: 8 << 20)
            try environment.write { (txn) throws(LMDBError) in try txn.put(value, for: [1], in: table) }
            try environment.write { (txn) throws(LMDBError) in _ = try txn.delete([1], in: table) }
        }
        #expect(try directory.open().statistics.usedBytes > 8 << 20)
    }

    /// A change of a table.
    private struct Change {
        let table: Int
        private let key: [UInt8]
        private let size: Int?

        init(_ numbers: inout SeededNumbers) {
            table = Int.random(in: 0..<3, using: &numbers)
            let length = Int.random(in: 0..<10, using: &numbers) == 0 ? 500 : 3
            key = (0..<length).map { _ in UInt8.random(in: 0..<20, using: &numbers) }
            let isDeletion = Int.random(in: 0..<5, using: &numbers) < 2
            size = isDeletion ? nil : [0, 8, 300, 2_030, 2_040, 9_000].randomElement(using: &numbers)
        }

        func apply(to table: Table, _ txn: inout WriteTransaction) throws(LMDBError) {
            if let size {
                try txn.put(Array(repeating: 1, count: size), for: key, in: table)
            } else {
                try txn.delete(KeyRange(from: key), in: table, limit: 5)
            }
        }
    }
}
