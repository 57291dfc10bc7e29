import BlobModel
import DeploymentStore
import FoundationEssentials
import FrontService
import SQLDatabase
import SystemPackage
import Testing

@testable import attache

/// `attache key remove`.
struct KeyRemovalTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// Runs a body with a database whose key k1 was retired just now, when k2 was activated; k3 is pending.
    private func withKeys(
        _ body: (any SQLDatabase, [SigningKeyID]) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let database = try await SQLiteDatabase.open(path: directory.appending("metadata.sqlite").string)
            try await database.migrate(FrontDependencies.migrations)
            let now = now
            let keys = try await database.write { txn in
                let store = DeploymentStore()
                _ = try store.initialise(now: now, in: txn)
                let second = try store.addKey(now: now, in: txn)
                try store.activateKey(second, now: now, in: txn)
                _ = try store.addKey(now: now, in: txn)
                return try store.keyRecords(in: txn).map(\.id)
            }
            try await body(database, keys)
            try await database.close()
        }
    }

    private func remove(
        _ key: SigningKeyID,
        isForced: Bool = false,
        after seconds: Double,
        from database: any SQLDatabase
    ) async throws -> [SigningKeyID] {
        let (removal, now) = (KeyRemoval(key: key, isForced: isForced), now.addingTimeInterval(seconds))
        return try await database.write { txn in
            try removal.apply(now: now, in: txn)
            return try DeploymentStore().keyRecords(in: txn).map(\.id)
        }
    }

    @Test func `a key stays while a link that it signed may be in use, and the refusal says until when`()
        async throws
    {
        try await withKeys { database, keys in
            let longest = Double(SignedURL.maximumLifetime.components.seconds)
            let error = await #expect(throws: KeyInUseError.self) {
                _ = try await remove(keys[0], after: longest, from: database)
            }
            #expect(error?.description.contains("--force") == true)
            #expect(error?.description.contains("2027-01-16T08:0") == true)
            let left = try await remove(keys[0], after: KeyRemoval.linger, from: database)
            #expect(left == Array(keys.dropFirst()))
        }
    }

    @Test func `a key that leaked is removed at once, and one that signed nothing too`() async throws {
        try await withKeys { database, keys in
            let unleaked = try await remove(keys[0], isForced: true, after: 0, from: database)
            #expect(unleaked == Array(keys.dropFirst()))
            let signing = try await remove(keys[2], after: 0, from: database)
            #expect(signing == [keys[1]])
        }
    }

    @Test func `the key that signs is never removed`() async throws {
        try await withKeys { database, keys in
            await #expect(throws: DeploymentStoreError.self) {
                _ = try await remove(keys[1], isForced: true, after: 1e6, from: database)
            }
        }
    }
}
