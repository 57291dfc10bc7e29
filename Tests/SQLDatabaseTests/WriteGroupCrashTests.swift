import FoundationEssentials
import Glibc
import SQLDatabase
import Synchronization
import Testing

struct WriteGroupCrashTests {
    @Test(arguments: [40, 400, 1600])
    func `every write that was acknowledged is there after the process was killed among 64 writers`(
        acknowledged limit: Int
    ) async throws {
        try await ScratchDatabase.with { scratch in
            let path = scratch.path
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, limit = limit as Int] in
                let database = try await SQLiteDatabase.open(path: path)
                let journal = try AcknowledgementJournal(path: path + ".acknowledged", killingAfter: limit)
                await withTaskGroup(of: Void.self) { group in
                    for writer in 0..<64 {
                        group.addTask { await database.writeForEver(as: writer, acknowledging: journal) }
                    }
                }
            }
            let acknowledged = try AcknowledgementJournal.numbers(at: path + ".acknowledged")
            let stored = Set(try await scratch.database.itemNumbers())
            #expect(acknowledged.count >= limit)
            #expect(acknowledged.filter { !stored.contains($0) } == [])
            let parts = try await scratch.database.partlyWritten()
            #expect(parts == [])
        }
    }
}

/// The numbers of the writes that have returned, in a file that outlives the process.
private final class AcknowledgementJournal: Sendable {
    private let descriptor: Int32
    private let limit: Int
    private let count = Atomic(0)

    init(path: String, killingAfter limit: Int) throws {
        descriptor = unsafe open(path, O_CREAT | O_WRONLY | O_APPEND, 0o600)
        try #require(descriptor >= 0)
        self.limit = limit
    }

    /// Writes a number down, and kills the process after the last one of the limit, while other writes are under way.
    func append(_ number: Int64) {
        let line = Array("\(number)\n".utf8)
        let written = unsafe write(descriptor, line, line.count)
        precondition(written == line.count, "A number is written down whole.")
        if count.add(1, ordering: .acquiringAndReleasing).newValue >= limit { kill(getpid(), SIGKILL) }
    }

    static func numbers(at path: String) throws -> [Int64] {
        try String(contentsOf: URL(filePath: path), encoding: .utf8).split(separator: "\n").compactMap { Int64($0) }
    }
}

extension SQLiteDatabase {
    /// Writes an item and its part again and again; every fifth body throws.
    fileprivate func writeForEver(as writer: Int, acknowledging journal: AcknowledgementJournal) async {
        for round in 0... {
            let number = Int64(round * 64 + writer)
            do {
                try await write { txn in
                    try txn.execute("INSERT INTO item (id, text) VALUES (?, 'item')", [.integer(number)])
                    if round % 5 == 4 { throw Refusal() }
                    try txn.execute(
                        "INSERT INTO part (item, name) VALUES (?, ?)",
                        [.integer(number), .text("\(number)")]
                    )
                }
                journal.append(number)
            } catch {
                precondition(error is Refusal, "\(error)")
            }
        }
    }

    /// The numbers of items without their part.
    fileprivate func partlyWritten() async throws -> [Int64] {
        try await read { txn in
            try txn.query("SELECT id FROM item WHERE NOT EXISTS (SELECT 1 FROM part WHERE item = id)").map { row in
                try row.integer("id")
            }
        }
    }
}
