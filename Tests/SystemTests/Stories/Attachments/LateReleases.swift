import SQLDatabase
import Testing

/// Ends the waiting for what killed programs left behind.
///
/// A release under way has a lease of five minutes, and is repeated later; an upload that was given up waits for a minute;
/// one of which a node that died has the bytes is given up after a day. Releases that nothing went wrong with were due
/// before, and are left to the worker.
struct LateReleases: Sendable {
    /// What runs.
    let services: SeparateServices

    /// The metadata database.
    let database: any SQLDatabase

    /// Has all files be scanned now that wait for it: a scan under way has a lease of minutes, and a killed front leaves it.
    func hurryScans() async throws {
        try await services.front.stop()
        try await database.write { txn in
            _ = try txn.execute("UPDATE attachment_scan SET due = 0 WHERE state = 'due'", [])
        }
        try await services.front.start()
    }

    /// Has everything be due, in the order in which it would be.
    func hurry() async throws {
        let open = try await restarting { txn in
            try txn.execute("UPDATE upload_grant SET created = 0 WHERE state = 'opened'", [])
        }
        guard open > 0 else { return }
        let areGivenUp = try await eventually {
            try await database.read { txn in
                try txn.query("SELECT reference FROM upload_grant WHERE state = 'opened'", []).isEmpty
            }
        }
        #expect(areGivenUp, "the front gives up old grants")
        _ = try await restarting { _ in 0 }
    }

    /// Makes a change, and all releases due that wait for no grace, while the front is stopped.
    private func restarting(
        _ change: @escaping @Sendable (any SQLTransaction) throws -> Int
    ) async throws -> Int {
        try await services.front.stop()
        let count = try await database.write { txn in
            try txn.execute(
                """
                UPDATE attachment_outbox SET due = 0 WHERE started = 1
                OR reference NOT IN (SELECT reference FROM attachment_holding)
                """,
                []
            )
            return try change(txn)
        }
        try await services.front.start()
        return count
    }
}
