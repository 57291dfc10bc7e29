import GRDB

/// Copies an SQLite database to another file while processes read and write it.
///
/// The copy has the state of one moment: every transaction that was committed before it, and nothing of later ones.
package struct OnlineBackup: Sendable {
    /// How far a copy is.
    package struct Progress: Hashable, Sendable {
        /// The pages that were copied.
        package let pages: Int

        /// The pages of the database.
        package let total: Int
    }

    /// Pages are copied some at a time, so that progress can be told.
    private static let pagesPerStep: CInt = 1_024

    private let source: String

    /// Names the database.
    ///
    /// - Parameter path: The path of the file, which must exist: an empty database would be made otherwise.
    package init(of path: String) {
        source = path
    }

    /// Copies the database over the file at a path, makes that durable, and checks it.
    ///
    /// The copy is one file, without a log beside it. Writers go on meanwhile; what they write stays in their log until the
    /// copy is done.
    ///
    /// - Parameters:
    ///   - path: The path of an empty file; one that is missing is made.
    ///   - progress: Told after each step how far the copy is.
    /// - Throws: `SQLError.corrupt` when the copy is not sound, `.cannotOpen`, `.busy`, `.full`, `.engine`.
    package func write(
        to path: String,
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws {
        do {
            let source = try DatabaseQueue(path: source, configuration: Self.configuration)
            try await source.read { original in
                // The first statement is what begins a snapshot, in which all steps then read.
                try original.execute(sql: "SELECT 1 FROM sqlite_schema")
                try Self.copy(original, to: path, progress)
            }
            try source.close()
        } catch {
            throw SQLError(error)
        }
        try Self.settle(path)
    }

    /// Makes one sound file of a database that nobody has open: what its log has is written into it, and the log goes.
    ///
    /// - Parameter path: The path of the database.
    /// - Throws: `SQLError.corrupt` when it is not sound, `.busy` when somebody has it open, `.engine`.
    package static func settle(_ path: String) throws(SQLError) {
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            try database.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA journal_mode = DELETE")
                let findings = try String.fetchAll(database, sql: "PRAGMA integrity_check")
                guard findings == ["ok"] else {
                    throw SQLError.corrupt(message: "\(path): " + findings.joined(separator: "; "))
                }
            }
            try database.close()
        } catch {
            throw SQLError(error)
        }
    }

    private static func copy(
        _ original: Database,
        to path: String,
        _ progress: @escaping @Sendable (Progress) -> Void
    ) throws {
        let target = try DatabaseQueue(path: path, configuration: configuration)
        try target.writeWithoutTransaction { copy in
            try copy.execute(sql: "PRAGMA synchronous = FULL")
            try original.backup(to: copy, pagesPerStep: pagesPerStep) { step in
                progress(Progress(pages: step.completedPageCount, total: step.totalPageCount))
            }
        }
        try target.close()
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(SQLiteDatabase.busyTimeout.components.seconds))
        configuration.label = "backup"
        return configuration
    }
}
