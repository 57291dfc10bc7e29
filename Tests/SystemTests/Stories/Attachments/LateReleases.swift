import AttachmentStore
import FoundationEssentials
import SQLDatabase

/// Ends the waiting for what killed programs left behind.
///
/// A release under way has a lease of five minutes, and is repeated later; an upload that was given up waits for minutes;
/// one of which a node that died has the bytes is given up after a quarter of an hour. Releases that nothing went wrong
/// with were due before, and are left to the worker.
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

    /// Gives up the uploads that nobody will end, and has all releases be due that wait for no grace.
    ///
    /// A front that was started waits for minutes before it gives up anything, since nodes tell it meanwhile which uploads
    /// go on. While it is stopped here, the same is done to its database as it does then.
    func hurry() async throws {
        try await services.front.stop()
        try await database.write { txn in
            try giveUpUploads(in: txn)
            _ = try txn.execute(
                """
                UPDATE attachment_outbox SET due = 0 WHERE started = 1
                OR reference NOT IN (SELECT reference FROM attachment_holding)
                """,
                []
            )
        }
        try await services.front.start()
    }

    private func giveUpUploads(in txn: any SQLTransaction) throws {
        let store = AttachmentStore()
        let now = Date()
        let late = now.addingTimeInterval(1)
        for grant in try store.giveUpGrants(.opened, before: late, now: now, limit: .max, in: txn) {
            try store.discard(grant.reference, in: grant.domain, due: now, in: txn)
        }
    }
}
