import ArgumentParser
import BlobAPI
import BlobModel
import CalendarStore
import Cryptography
import DeploymentStore
import FoundationEssentials
import FrontService
import SQLDatabase
import SystemPackage
import Testing

@testable import attache

/// What `attache dev` puts into its database, and how users and nodes are changed there.
struct DevDatabaseTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func withDatabase(_ body: (any SQLDatabase) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let database = try await SQLiteDatabase.open(path: directory.appending("metadata.sqlite").string)
            try await database.migrate(FrontDependencies.migrations)
            try await body(database)
            try await database.close()
        }
    }

    @Test func `the nodes get their shards once, and keep them`() async throws {
        try await withDatabase { database in
            let plan = try DevOptions.parse(["--nodes", "3", "--shards", "2"]).plan()
            let secrets = plan.nodes.map { _ in PeerSecret.random() }
            let dev = DevDatabase(database: database)
            try await dev.register(plan.nodes, secrets: secrets, shards: 2, now: now)
            let map = try #require(try await database.read { txn in try DeploymentStore().shardMap(in: txn) })
            #expect(map.shards.count == 6)
            #expect(Set(map.slots).count == 6)
            try await dev.register(plan.nodes, secrets: secrets, shards: 2, now: now)
            let again = try await database.read { txn in try DeploymentStore().shardMap(in: txn) }
            #expect(again == map)
        }
    }

    @Test func `other ports reach the shard map, and leave the slots alone`() async throws {
        try await withDatabase { database in
            let secret = PeerSecret.random()
            let dev = DevDatabase(database: database)
            let first = try DevOptions.parse([]).plan()
            try await dev.register(first.nodes, secrets: [secret], shards: 4, now: now)
            let before = try #require(try await database.read { txn in try DeploymentStore().shardMap(in: txn) })
            let second = try DevOptions.parse(["--blob-port", "7000"]).plan()
            try await dev.register(second.nodes, secrets: [secret], shards: 4, now: now)
            let after = try #require(try await database.read { txn in try DeploymentStore().shardMap(in: txn) })
            #expect(after.nodes.map(\.publicURL) == ["http://127.0.0.1:7000"])
            #expect(after.epoch == ShardMap.epoch(at: now) && after.epoch > before.epoch)
            #expect(after.slots == before.slots)
        }
    }

    @Test func `demo users have their names as passwords, and are created once`() async throws {
        try await withDatabase { database in
            let dev = DevDatabase(database: database)
            try await dev.create(DemoUser.all(numbered: 2), now: now)
            try await dev.create(DemoUser.all(numbered: 3), now: now)
            let (principals, hash) = try await database.read { txn in
                let alice = try #require(UserID(parsing: "alice"))
                return (try CalendarStore().principals(in: txn), try CalendarStore().passwordHash(of: alice, in: txn))
            }
            #expect(principals.map(\.uid.text) == ["admin", "alice", "bob", "carol", "user01", "user02", "user03"])
            #expect(principals.filter(\.isAdministrator).map(\.uid.text) == ["admin"])
            #expect(principals[4].displayName == "User 01")
            #expect(principals[4].addresses == ["mailto:user01@example.com"])
            let stored = try #require(hash.flatMap { PasswordHash(parsing: $0) })
            #expect(stored.matches("alice"))
        }
    }

    @Test func `numbered users have two digits at least`() {
        let names = DemoUser.all(numbered: 100).map(\.name)
        #expect(names.contains("user09"))
        #expect(names.contains("user10"))
        #expect(names.last == "user100")
        #expect(names.count == 104)
    }

    @Test func `removing a user removes the home`() async throws {
        try await withDatabase { database in
            try await DevDatabase(database: database).create(DemoUser.all(numbered: 0), now: now)
            let bob = try #require(UserID(parsing: "bob"))
            try await UserRemoval(database).remove(bob)
            let found = try await database.read { txn in try CalendarStore().principal(bob, in: txn) }
            #expect(found == nil)
            await #expect(throws: CalendarStoreError.principalNotFound(bob)) {
                try await UserRemoval(database).remove(bob)
            }
        }
    }
}
