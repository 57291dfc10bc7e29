import SQLDatabase
import SystemPackage

/// Commits of one row each, one after the other, as durable as those of the front.
struct Commits: Sendable {
    private let database: SQLiteDatabase

    /// Opens a database of its own.
    ///
    /// - Throws: `SQLError`.
    static func open(in directory: FilePath) async throws -> Commits {
        let database = try await SQLiteDatabase.open(path: directory.appending("commits.sqlite").string)
        try await database.write { txn in
            _ = try txn.execute("CREATE TABLE IF NOT EXISTS row (number BIGINT PRIMARY KEY, body BLOB NOT NULL)")
        }
        return Commits(database: database)
    }

    /// Commits rows of 1 KiB for a time.
    ///
    /// - Throws: `SQLError`.
    func sample(for time: Duration) async throws -> Sample {
        let body = [UInt8](repeating: 0x61, count: 1 << 10)
        let start = ContinuousClock.now
        var times: [UInt64] = []
        while start.duration(to: .now) < time {
            let begin = ContinuousClock.now
            try await database.write { txn in
                _ = try txn.execute(
                    "INSERT INTO row SELECT COALESCE(MAX(number), 0) + 1, ? FROM row",
                    [.blob(body)]
                )
            }
            times.append(begin.duration(to: .now).nanoseconds)
        }
        return Sample(times: times, seconds: start.duration(to: .now).seconds)
    }

    /// Closes the database.
    ///
    /// - Throws: `SQLError`.
    func close() async throws {
        try await database.close()
    }
}
