import FoundationEssentials
import KeyValueIndex
import SystemPackage
import Testing

/// Files that end in or just behind their first two pages.
struct UnfinishedFileTests {
    /// How much of a page LMDB reads to find a commit, in bytes.
    private static let metaByteCount = 152
    private static let page = SampleIndex.pageByteCount

    /// Lengths around each place at which something changes, and many between.
    private static var lengths: Set<Int> {
        let places = [0, metaByteCount, page, page + metaByteCount, 2 * page, 3 * page]
        let near = places.flatMap { [$0 - 1, $0, $0 + 1] }.filter { $0 >= 0 }
        return Set(near).union(stride(from: 0, to: 3 * page, by: 509))
    }

    @Test func `a file without a commit is used, or is told as none of LMDB's, wherever it ends`() throws {
        let directory = try TemporaryEnvironment()
        _ = try directory.open()
        let data = directory.path.appending("data.mdb")
        let whole = [UInt8](try Data(contentsOf: URL(filePath: data.string)))
        try #require(whole.count == 2 * Self.page)
        for length in Self.lengths where length <= whole.count {
            let file = try FileDescriptor.open(data, .writeOnly, options: [.truncate])
            _ = try file.closeAfter { try file.writeAll(whole.prefix(length)) }
            let isUnfinished = 1..<Self.page + Self.metaByteCount ~= length
            let outcome = Result { () throws(LMDBError) in try Environment.open(at: directory.path) }
            if case .failure(.damaged(.openEnvironment, _)) = outcome {
                #expect(isUnfinished, "\(length) bytes")
            } else {
                #expect(!isUnfinished, "\(length) bytes")
                try Self.use(outcome.get())
            }
        }
    }

    @Test func `a file with tables is refused, or is told as none of LMDB's, when it ends that early`() throws {
        let sample = try SampleIndex()
        for length in Self.lengths where length > 0 {
            switch try sample.outcome(of: Array(sample.bytes.prefix(length))) {
            case .failure(.damaged(.openEnvironment, _)):
                #expect(length < Self.page + Self.metaByteCount, "\(length) bytes")
            case .failure(.unsound(_, .beyondFile)):
                #expect(length >= Self.page + Self.metaByteCount, "\(length) bytes")
            case let outcome: Issue.record("\(length) bytes: \(String(describing: outcome))")
            }
        }
    }

    private static func use(_ environment: Environment) throws(LMDBError) {
        let table = try environment.openTable(named: "chunks")
        try environment.write { (txn) throws(LMDBError) in try txn.put([1], for: [2], in: table) }
        let value = try environment.read { (txn) throws(LMDBError) in try txn.get([2], in: table) }
        #expect(value == [1])
    }
}
