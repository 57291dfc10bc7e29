import Glibc
import KeyValueIndex
import Synchronization
import Testing

struct MapGrowthTests {
    static let small = EnvironmentOptions(mapSize: 64 << 10)

    let directory: TemporaryEnvironment

    init() throws {
        directory = try TemporaryEnvironment()
    }

    @Test func `a transaction larger than the map runs again on a larger one`() throws {
        let environment = try directory.open(Self.small)
        let table = try environment.openTable(named: "chunks")
        var runs = 0
        try environment.write { (txn) throws(LMDBError) in
            runs += 1
            for number in 0..<UInt16(5000) {
                try txn.put([UInt8](repeating: 7, count: 500), for: Self.key(number), in: table)
            }
        }
        #expect(runs > 1)
        #expect(environment.statistics.mapSize > 2 << 20)
        #expect(try environment.read { (txn) throws(LMDBError) in try txn.count(of: table) } == 5000)
    }

    @Test func `a body that hides the full map runs again all the same`() throws {
        let environment = try directory.open(Self.small)
        let table = try environment.openTable(named: "chunks")
        let failures = try environment.write { (txn) in
            var failures = 0
            for number in 0..<UInt16(1000) {
                do throws(LMDBError) {
                    try txn.put([UInt8](repeating: 7, count: 500), for: Self.key(number), in: table)
                } catch {
                    failures += 1
                }
            }
            return failures
        }
        #expect(failures == 0)
        #expect(try environment.read { (txn) throws(LMDBError) in try txn.count(of: table) } == 1000)
    }

    @Test func `a map at its limit is refused with the limit and stays usable`() throws {
        let environment = try directory.open(EnvironmentOptions(mapSize: 64 << 10, maximumMapSize: 256 << 10))
        let table = try environment.openTable(named: "chunks")
        try environment.put(["a": "1"], in: table)
        let error = #expect(throws: LMDBError.self) {
            try environment.write { (txn) throws(LMDBError) in
                for number in 0..<UInt16(5000) {
                    try txn.put([UInt8](repeating: 7, count: 500), for: Self.key(number), in: table)
                }
            }
        }
        #expect(error == .mapLimitReached(path: directory.path, maximumMapSize: 256 << 10))
        #expect(environment.statistics.mapSize == 256 << 10)
        #expect(try environment.keys(of: .all, in: table) == ["a"])
        try environment.put(["b": "2"], in: table)
        #expect(try environment.keys(of: .all, in: table) == ["a", "b"])
    }

    @Test func `a file larger than the map of the options opens and grows`() throws {
        do {
            let environment = try directory.open()
            let table = try environment.openTable(named: "chunks")
            try fill(environment, table, 0..<4000)
        }
        let environment = try directory.open(Self.small)
        let table = try environment.openTable(named: "chunks")
        try fill(environment, table, 4000..<9000)
        #expect(try environment.read { (txn) throws(LMDBError) in try txn.count(of: table) } == 9000)
    }

    @Test func `readers and writers go on together while the map grows`() throws {
        let environment = try directory.open(Self.small)
        let table = try environment.openTable(named: "chunks")
        let counters = Counters()
        let readers = (0..<3).map { _ in
            startThread {
                while !counters.isDone {
                    let equal = try environment.read { (txn) throws(LMDBError) in
                        try txn.get([1], in: table) == txn.get([2], in: table)
                    }
                    counters.note(equal)
                }
            }
        }
        let writers = (0..<2).map { writer in
            startThread {
                for number in 0..<UInt16(300) {
                    let value = Self.key(number) + [UInt8](repeating: UInt8(writer), count: 5000)
                    try environment.write { (txn) throws(LMDBError) in
                        try txn.put(value, for: [1], in: table)
                        try txn.put(value, for: [2], in: table)
                        try txn.put(value, for: [UInt8(writer)] + Self.key(number), in: table)
                    }
                }
            }
        }
        for writer in writers { try writer.value() }
        counters.finish()
        for reader in readers { try reader.value() }
        #expect(counters.torn == 0)
        #expect(counters.reads > 0)
        #expect(environment.statistics.mapSize > 3 << 20)
        #expect(environment.statistics.openTransactions == 0)
    }

    @Test func `whoever must not wait reads at once, or is told that the map is to grow`() throws {
        let environment = try directory.open(Self.small)
        let table = try environment.openTable(named: "chunks")
        let counters = Counters()
        let reader = startThread {
            try environment.read { (txn) throws(LMDBError) in
                counters.note(true)
                while !counters.isDone { sched_yield() }
            }
        }
        while counters.reads == 0 { sched_yield() }
        #expect(try environment.readIfFree { (txn) throws(LMDBError) in try txn.count(of: table) } == 0)
        let writer = startThread { try fill(environment, table, 0..<2000) }
        // The growth waits for the reader, and whoever comes later for the growth.
        while try environment.readIfFree({ (txn) throws(LMDBError) in try txn.count(of: table) }) != nil {
            sched_yield()
        }
        counters.finish()
        try reader.value()
        try writer.value()
        #expect(try environment.readIfFree { (txn) throws(LMDBError) in try txn.count(of: table) } == 2000)
        #expect(environment.statistics.openTransactions == 0)
    }

    private static func key(_ number: UInt16) -> [UInt8] { [9, UInt8(number >> 8), UInt8(number & 0xFF)] }

    private func fill(_ environment: Environment, _ table: Table, _ numbers: Range<UInt16>) throws {
        try environment.write { (txn) throws(LMDBError) in
            for number in numbers {
                try txn.put([UInt8](repeating: 7, count: 500), for: Self.key(number), in: table)
            }
        }
    }

    /// What the readers saw.
    private final class Counters: Sendable {
        private let state = Mutex((reads: 0, torn: 0, isDone: false))

        var isDone: Bool { state.withLock { $0.isDone } }
        var reads: Int { state.withLock { $0.reads } }
        var torn: Int { state.withLock { $0.torn } }

        func finish() { state.withLock { $0.isDone = true } }

        func note(_ isEqual: Bool) {
            state.withLock {
                $0.reads += 1
                $0.torn += isEqual ? 0 : 1
            }
        }
    }
}
