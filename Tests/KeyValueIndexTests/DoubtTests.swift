import DurableIOTesting
import FoundationEssentials
import Glibc
import KeyValueIndex
import Synchronization
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
            // Whoever must not wait is sent away as long as the doubt lasts.
            #expect(try environment.readIfFree { (txn) throws(LMDBError) in try txn.count(of: table) } == nil)
            try #require(try environment.keys(of: .all, in: table) == ["a"])

            try #require(FileSizeLimit.set(rlim_t.max))
            try environment.put(["c": "3"], in: table)
            #expect(try environment.readIfFree { (txn) throws(LMDBError) in try txn.count(of: table) } == 2)
            try environment.synchronise()
            try #require(try environment.keys(of: .all, in: table) == ["a", "c"])
        }
        let environment = try directory.open()
        let table = try environment.openTable(named: "chunks")
        #expect(try environment.keys(of: .all, in: table) == ["a", "c"])
    }

    @Test func `a writer that waits for one whose commit fails commits nothing before the doubt has ended`()
        async throws
    {
        await #expect(processExitsWith: .success) { [path = directory.path.string as String] in
            signal(SIGXFSZ, SIG_IGN)
            let environment = try Environment.open(at: FilePath(path))
            let table = try environment.openTable(named: "chunks")
            try environment.put(["a": "1"], in: table)
            let meeting = Meeting()
            let second = startThread {
                while !meeting.isWriting.load(ordering: .acquiring) { sched_yield() }
                try meeting.waiter.withLock { $0 = try ThreadState.ownNumber() }
                try environment.put(["c": "3"], in: table)
            }
            #expect(throws: LMDBError.system(call: .commit, errno: .fileTooLarge)) {
                try environment.write { (txn) throws(LMDBError) in
                    try txn.put(bytes("2"), for: bytes("b"), in: table)
                    meeting.isWriting.store(true, ordering: .releasing)
                    while meeting.waiter.withLock({ $0 == nil }) { sched_yield() }
                    ThreadState.waitUntilAsleep(meeting.waiter.withLock { $0 ?? "" })
                    _ = FileSizeLimit.set(0)
                }
            }
            // Not by its own commit, which would have come too early.
            #expect(throws: LMDBError.system(call: .secure, errno: .fileTooLarge)) { try second.value() }
        }
    }

    @Test func `the pages that name the last commits are written again after a synchronisation that failed`() throws {
        let environment = try directory.open()
        let table = try environment.openTable(named: "chunks")
        try environment.put(["a": "1"], in: table)
        try #require(LostWrites.begin(at: data) > 0)
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
        try #require(LostWrites.begin(at: data) > 0)
        // As a system that reads from the disk again what it could not write.
        try setMetaPages(former)
        #expect(throws: LMDBError.self) { try environment.put(["c": "3"], in: table) }
        let lost = LMDBError.commitsLost(path: directory.path, expected: expected, found: expected - 1)
        #expect(throws: lost) { try environment.keys(of: .all, in: table) }
        #expect(throws: lost) { try environment.put(["c": "3"], in: table) }
        #expect(try environment.readIfFree { (txn) throws(LMDBError) in try txn.count(of: table) } == nil)
        #expect(!lost.isWorthRetrying)
    }

    private func metaPages() throws -> Data {
        try Data(contentsOf: URL(filePath: data.string)).prefix(8_192)
    }

    private func setMetaPages(_ pages: Data) throws {
        let file = try FileDescriptor.open(data, .writeOnly)
        _ = try file.closeAfter { try file.writeAll(toAbsoluteOffset: 0, pages) }
    }
}

/// Where one thread that writes waits for another one to queue behind it.
private final class Meeting: Sendable {
    let isWriting = Atomic(false)
    let waiter = Mutex<String?>(nil)
}

/// What the system says of a thread of this process.
private enum ThreadState {
    /// Returns the number of the thread that asks.
    static func ownNumber() throws -> String {
        let link = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
        return String(link.split(separator: "/").last ?? "")
    }

    /// Returns once a thread sleeps, as it does at a lock that somebody else has.
    static func waitUntilAsleep(_ thread: String) {
        while true {
            let text = FileManager.default.contents(atPath: "/proc/self/task/\(thread)/stat") ?? Data()
            // "The state" is the field behind the name, which is in parentheses.
            if String(decoding: text, as: UTF8.self).split(separator: ")").last?.hasPrefix(" S") == true { return }
            sched_yield()
        }
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
