import FoundationEssentials
import Glibc
import KeyValueIndex
import SystemPackage
import Testing

struct EnvironmentTests {
    let directory: TemporaryEnvironment

    init() throws {
        directory = try TemporaryEnvironment()
    }

    @Test func `entries are there after reopening`() throws {
        do {
            let environment = try directory.open()
            let table = try environment.openTable(named: "chunks")
            try environment.put(["a": "1", "b": "2"], in: table)
        }
        let environment = try directory.open()
        let table = try environment.openTable(named: "chunks")
        #expect(try environment.value(of: "a", in: table) == "1")
        #expect(try environment.keys(of: .all, in: table) == ["a", "b"])
    }

    @Test func `a commit survives the end of its process`() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = directory.path.string as String] in
            let environment = try Environment.open(at: FilePath(path))
            let table = try environment.openTable(named: "chunks")
            try environment.put(["a": "1"], in: table)
            try environment.write { (txn) throws(LMDBError) in
                try txn.put([2], for: [2], in: table)
                kill(getpid(), SIGKILL)
            }
        }
        let environment = try directory.open()
        let table = try environment.openTable(named: "chunks")
        #expect(try environment.keys(of: .all, in: table) == ["a"])
    }

    @Test func `a second opening in one process is refused under every name`() throws {
        let environment = try directory.open()
        let link = FilePath(directory.path.string + "-link")
        try FileManager.default.createSymbolicLink(
            atPath: link.string,
            withDestinationPath: directory.path.string
        )
        defer { try? FileManager.default.removeItem(atPath: link.string) }
        for path in [
            directory.path, link,
            FilePath(directory.path.string + "/."),
        ] {
            let error = #expect(throws: LMDBError.self) { _ = try Environment.open(at: path) }
            #expect(error == .alreadyOpen(path: path))
            #expect("\(try #require(error))".contains(path.string))
        }
        #expect(environment.path == directory.path)
    }

    @Test func `a closed environment can be opened again`() throws {
        var environment: Environment? = try directory.open()
        #expect(environment != nil)
        environment = nil
        _ = try directory.open()
    }

    @Test func `a missing directory is an absence`() {
        let error = #expect(throws: LMDBError.self) { _ = try Environment.open(at: "/nonexistent/index") }
        #expect(error?.isAbsence == true)
    }

    @Test func `files of another kind are damaged and can be mended`() throws {
        let data = directory.path.appending("data.mdb").string
        try Data(repeating: 0x41, count: 64 << 10).write(to: URL(filePath: data))
        let error = #expect(throws: LMDBError.self) { _ = try directory.open() }
        guard case .damaged(.openEnvironment, _)? = error else {
            Issue.record("Opening failed with \(error.debugDescription).")
            return
        }
        #expect(error?.isWorthRetrying == false)
        try FileManager.default.removeItem(atPath: data)
        _ = try directory.open()
    }

    @Test func `one table more than the options allow is refused`() throws {
        let environment = try directory.open(EnvironmentOptions(maximumTables: 2))
        let first = try environment.openTable(named: "1")
        _ = try environment.openTable(named: "2")
        #expect(throws: LMDBError.tablesFull) { try environment.openTable(named: "3") }
        #expect(try environment.openTable(named: "1") == first)
    }

    @Test func `statistics count what is there`() throws {
        let environment = try directory.open()
        let table = try environment.openTable(named: "chunks")
        let before = environment.statistics
        #expect(before.openTransactions == 0)
        #expect(before.maximumReaders == 512)
        for number in 0..<500 {
            try environment.put(["\(number)": String(repeating: "x", count: 100)], in: table)
        }
        let after = environment.statistics
        #expect(after.usedBytes > before.usedBytes)
        #expect(after.lastTransaction == before.lastTransaction + 500)
        let size = try environment.read { (txn) throws(LMDBError) in try txn.statistics(of: table) }
        #expect(size.entries == 500)
        #expect(size.depth == 2)
        #expect(size.pages > 10)
        try environment.synchronise()
    }

    @Test func `a table of another environment is a fault of the program`() async throws {
        let result = try #require(
            await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                let (one, two) = (try TemporaryEnvironment(), try TemporaryEnvironment())
                let (first, second) = (try one.open(), try two.open())
                let table = try first.openTable(named: "chunks")
                _ = try second.value(of: "a", in: table)
            }
        )
        let sentence = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(sentence.contains("belongs to another environment"))
    }
}
