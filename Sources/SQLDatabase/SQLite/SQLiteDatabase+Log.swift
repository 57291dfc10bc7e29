import FoundationEssentials
import GRDB

extension SQLiteDatabase {
    /// The octets of the write-ahead log above which its file is cut.
    ///
    /// A log begins anew only when all of it is in the database and nobody reads from it. Under readers that overlap it may
    /// grow for long, and the file keeps its greatest size.
    package static let logSizeLimit = 64 << 20

    /// The longest wait for those who read from the log, in milliseconds; every write waits as long.
    private static let patience = 200

    /// Brings the log into the database and cuts its file, if that is large and nobody reads from it for long.
    ///
    /// - Throws: `SQLError`.
    package func shortenLog() async throws {
        do {
            guard try logSize > Self.logSizeLimit else { return }
            try await pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA busy_timeout = \(Self.patience)")
                defer {
                    try? database.execute(sql: "PRAGMA busy_timeout = \(Self.busyTimeout.components.seconds * 1000)")
                }
                // Where somebody reads for longer the answer says that it was busy; the next call tries again.
                try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        } catch {
            throw SQLError(error)
        }
    }

    /// The size of the file of the log in octets.
    private var logSize: UInt64 {
        get throws {
            let attributes = try FileManager.default.attributesOfItem(atPath: pool.path + "-wal")
            return attributes[.size] as? UInt64 ?? 0
        }
    }
}
