import KeyValueIndex
import Testing

struct TransactionTests {
    enum Refusal: Error, Equatable {
        case because(Int)
    }

    let directory: TemporaryEnvironment
    let environment: Environment
    let table: Table

    init() throws {
        directory = try TemporaryEnvironment()
        environment = try directory.open()
        table = try environment.openTable(named: "chunks")
    }

    @Test func `entries are written, replaced, and deleted`() throws {
        try environment.put(["a": "1", "b": ""], in: table)
        try environment.put(["a": "2"], in: table)
        #expect(try environment.value(of: "a", in: table) == "2")
        #expect(try environment.value(of: "b", in: table) == "")
        #expect(try environment.value(of: "c", in: table) == nil)
        let deleted = try environment.write { (txn) throws(LMDBError) in
            [try txn.delete(bytes("a"), in: table), try txn.delete(bytes("a"), in: table)]
        }
        #expect(deleted == [true, false])
        #expect(try environment.value(of: "a", in: table) == nil)
    }

    @Test func `an insertion leaves the value of a key that is there`() throws {
        let inserted = try environment.write { (txn) throws(LMDBError) in
            [
                try txn.insert([1], for: [1], in: table),
                try txn.insert([2], for: [1], in: table),
            ]
        }
        #expect(inserted == [true, false])
        let value = try environment.read { (txn) throws(LMDBError) in try txn.get([1], in: table) }
        #expect(value == [1])
    }

    @Test func `a write transaction reads what it wrote`() throws {
        let seen = try environment.write { (txn) throws(LMDBError) -> [Bool] in
            let before = try txn.reader.contains([1], in: table)
            try txn.put([1], for: [1], in: table)
            return [before, try txn.reader.contains([1], in: table)]
        }
        #expect(seen == [false, true])
    }

    @Test func `a body that throws has written nothing`() throws {
        let error = #expect(throws: TransactionError<Refusal>.self) {
            try environment.write { (txn) throws(Refusal) in
                do throws(LMDBError) {
                    try txn.put([1], for: [1], in: table)
                } catch {
                    throw Refusal.because(1)
                }
                throw Refusal.because(2)
            }
        }
        guard case .aborted(.because(2))? = error else {
            Issue.record("The transaction failed with \(error.debugDescription).")
            return
        }
        #expect(try environment.keys(of: .all, in: table).isEmpty)
        #expect(environment.statistics.openTransactions == 0)
        try environment.put(["a": "1"], in: table)
    }

    @Test func `a reading body that throws has ended its transaction`() throws {
        #expect(throws: TransactionError<Refusal>.self) {
            try environment.read { (_) throws(Refusal) in throw Refusal.because(1) }
        }
        #expect(environment.statistics.openTransactions == 0)
        let options = EnvironmentOptions(maximumReaders: 2)
        let other = try TemporaryEnvironment()
        let small = try other.open(options)
        for _ in 0..<10 {
            #expect(throws: TransactionError<Refusal>.self) {
                try small.read { (_) throws(Refusal) in throw Refusal.because(1) }
            }
        }
    }

    @Test func `a body that cannot throw needs no spelling`() throws {
        #expect(try environment.read { _ in 42 } == 42)
        #expect(try environment.write { _ in 42 } == 42)
    }

    @Test func `a span shows a value in place`() throws {
        try environment.put(["a": "value"], in: table)
        let seen = try environment.read { (txn) throws(LMDBError) -> String? in
            guard let span = try txn.span(of: bytes("a"), in: table) else { return nil }
            return text(span)
        }
        #expect(seen == "value")
        let isMissing = try environment.read { (txn) throws(LMDBError) in
            try txn.span(of: bytes("b"), in: table) == nil
        }
        #expect(isMissing)
    }

    @Test func `a reader sees the environment as of its beginning`() throws {
        try environment.put(["a": "1"], in: table)
        let seen = try environment.read { (txn) throws(TransactionError<any Error>) -> [UInt8]? in
            do {
                try onOtherThread { [environment, table] in try environment.put(["a": "2"], in: table) }
                return try txn.get(bytes("a"), in: table)
            } catch {
                throw .aborted(error)
            }
        }
        #expect(seen == bytes("1"))
        #expect(try environment.value(of: "a", in: table) == "2")
    }

    @Test func `write transactions of several threads follow one another`() throws {
        let threads = (0..<4).map { _ in
            startThread { [environment, table] in
                for _ in 0..<100 {
                    try environment.write { (txn) throws(LMDBError) in
                        let count = try txn.reader.get([1], in: table) ?? [0, 0]
                        let next = Int(count[0]) << 8 + Int(count[1]) + 1
                        try txn.put([UInt8(next >> 8), UInt8(next & 0xFF)], for: [1], in: table)
                    }
                }
            }
        }
        for thread in threads { try thread.value() }
        let count = try environment.read { (txn) throws(LMDBError) in try txn.get([1], in: table) }
        #expect(count == [400 >> 8, 400 & 0xFF])
    }

    @Test func `one reader more than the options allow is refused`() throws {
        let directory = try TemporaryEnvironment()
        let environment = try directory.open(EnvironmentOptions(maximumReaders: 1))
        let error = try environment.read { _ in
            #expect(throws: LMDBError.self) {
                try onOtherThread { try environment.read { (_) throws(LMDBError) in } }
            }
        }
        #expect(error == .readersFull)
        #expect(error?.isWorthRetrying == true)
        try environment.read { _ in }
    }

    @Test(arguments: [0, 512])
    func `a key has 1 to 511 bytes`(count: Int) throws {
        let key = [UInt8](repeating: 1, count: count)
        #expect(throws: LMDBError.invalidSize(call: .put)) {
            try environment.write { (txn) throws(LMDBError) in try txn.put([1], for: key, in: table) }
        }
        let longest = [UInt8](repeating: 1, count: 511)
        try environment.write { (txn) throws(LMDBError) in try txn.put([1], for: longest, in: table) }
    }

    @Test func `a transaction inside another one is a fault of the program`() async throws {
        let readInRead = try #require(
            await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                let directory = try TemporaryEnvironment()
                let environment = try directory.open()
                try environment.read { _ in _ = try? environment.read { _ in 1 } }
            }
        )
        let writeInWrite = try #require(
            await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                let directory = try TemporaryEnvironment()
                let environment = try directory.open()
                try environment.write { _ in _ = try? environment.write { _ in 1 } }
            }
        )
        let writeInRead = try #require(
            await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                let directory = try TemporaryEnvironment()
                let environment = try directory.open()
                try environment.read { _ in _ = try? environment.write { _ in 1 } }
            }
        )
        for result in [readInRead, writeInWrite, writeInRead] {
            let sentence = String(decoding: result.standardErrorContent, as: UTF8.self)
            #expect(sentence.contains("cannot begin inside another one"))
        }
    }
}
