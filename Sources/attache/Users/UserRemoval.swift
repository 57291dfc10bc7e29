import AttachmentKeeping
import BlobModel
import CalendarStore
import FoundationEssentials
import SQLDatabase

/// Removes users with everything that their homes hold.
struct UserRemoval {
    private let database: any SQLDatabase

    /// Makes removals from a database.
    init(_ database: any SQLDatabase) {
        self.database = database
    }

    /// Clears what removals that were broken off have left.
    ///
    /// - Returns: The homes of the users.
    /// - Throws: `SQLError`.
    func resume() async throws -> [HomeID] {
        try await HomeClearing(database, now: { Date() }).workOff()
    }

    /// Removes a user in one short transaction, and clears what he had step by step.
    ///
    /// - Returns: The home's dedup domain, which is never used again; it holds nothing any more.
    /// - Throws: `CalendarStoreError.principalNotFound`; `SQLError`, where the user is removed if he is not found any more.
    @discardableResult
    func remove(_ uid: UserID) async throws -> DedupDomain {
        let home = try await database.write { txn in try CalendarStore().removeUser(uid, now: Date(), in: txn) }
        _ = try await resume()
        return try DedupDomain(validating: home.text)
    }
}
