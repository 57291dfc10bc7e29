import FoundationEssentials
import Glibc
import KeyValueIndex
import SystemPackage
import Testing

/// Commits that fail, after which the page that names the commit before may be in memory alone.
struct DoubtTests {
    let directory: TemporaryEnvironment

    init() throws {
        directory = try TemporaryEnvironment()
    }

    private var data: FilePath { directory.path.appending("data.mdb") }

    @Test func `nothing is committed on a full disk until the last commit is known to be durable`() async throws {
        await #expect(processExitsWith: .success) { [path = directory.path.string as String] in
            signal(SIGXFSZ, SIG_IGN)
            let environment = try Environment.open(at: FilePath(path))
            let table = try environment.openTable(named: "chunks")
            try environment.put(["a": "1"], in: table)

            try #require(FileSizeLimit.set(0))
            let refusal = LMDBError.system(call: .secure, errno: .fileTooLarge)
            #expect(throws: LMDBError.system(call: .commit, errno: .fileTooLarge)) {
                try environment.put(["b": "2"], in: table)
            }
            #expect(throws: refusal) { try environment.put(["b": "2"], in: table) }
            #expect(throws: refusal) { try environment.synchronise() }
            try #require(try environment.keys(of: .all, in: table) == ["a"])

            try #require(FileSizeLimit.set(rlim_t.max))
            try environment.put(["c": "3"], in: table)
            try environment.synchronise()
            try #require(try environment.keys(of: .all, in: table) == ["a", "c"])
        }
        let environment = try directory.open()
        let table = try environment.openTable(named: "chunks")
        #expect(try environment.keys(of: .all, in: table) == ["a", "c"])
    }

    @Test func `the pages that name the last commits are written again after a synchronisation that failed`() throws {
        let environment = try directory.open()
        let table = try environment.openTable(named: "chunks")
        try environment.put(["a": "1"], in: table)
        try loseWrites()
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 0)],
            ofItemAtPath: data.string
        )
        #expect(throws: LMDBError.system(call: .commit, errno: .invalidArgument)) {
            try environment.put(["b": "2"], in: table)
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: data.string)
        let modified = try #require(attributes[.modificationDate] as? Date)
        #expect(modified.timeIntervalSince1970 > 0)
        try environment.put(["c": "3"], in: table)
        #expect(try environment.keys(of: .all, in: table) == ["a", "c"])
    }

    @Test func `an environment that comes back with fewer commits than have returned is not used`() throws {
        let environment = try directory.open()
        let table = try environment.openTable(named: "chunks")
        try environment.put(["a": "1"], in: table)
        let former = try metaPages()
        let expected = environment.statistics.lastTransaction + 1
        try environment.put(["b": "2"], in: table)
        try loseWrites()
        // As a system that reads from the disk again what it could not write.
        try setMetaPages(former)
        #expect(throws: LMDBError.self) { try environment.put(["c": "3"], in: table) }
        let lost = LMDBError.commitsLost(path: directory.path, expected: expected, found: expected - 1)
        #expect(throws: lost) { try environment.keys(of: .all, in: table) }
        #expect(throws: lost) { try environment.put(["c": "3"], in: table) }
        #expect(!lost.isWorthRetrying)
    }

    /// Lets what the open environment writes vanish, and its synchronisations fail: `/dev/null` takes all bytes and has no `fsync`.
    private func loseWrites() throws {
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
        let ours = descriptors.filter { number in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
            return target == data.string
        }
        try #require(!ours.isEmpty)
        let nowhere = try FileDescriptor.open(FilePath("/dev/null"), .readWrite)
        defer { try? nowhere.close() }
        for number in ours { _ = try nowhere.duplicate(as: FileDescriptor(rawValue: number)) }
    }

    private func metaPages() throws -> Data {
        try Data(contentsOf: URL(filePath: data.string)).prefix(8_192)
    }

    private func setMetaPages(_ pages: Data) throws {
        let file = try FileDescriptor.open(data, .writeOnly)
        _ = try file.closeAfter { try file.writeAll(toAbsoluteOffset: 0, pages) }
    }
}

/// The size beyond which this process may write no file.
private enum FileSizeLimit {
    /// Sets the limit and tells whether that succeeded.
    static func set(_ size: rlim_t) -> Bool {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { return false }
        limit.rlim_cur = min(size, limit.rlim_max)
        return unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0
    }
}
