import CalendarStore
import struct CalendarStore.UserID
import FoundationEssentials
import FrontService
import SQLDatabase
import SystemPackage
import Testing

@testable import attache

/// What `attache user app-password` does with the database.
struct AppPasswordTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// Runs a body with a database that has the demo users.
    private func withUsers(_ body: (SQLiteDatabase, UserID) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let database = try await SQLiteDatabase.open(path: directory.appending("metadata.sqlite").string)
            try await database.migrate(FrontDependencies.migrations)
            try await DevDatabase(database: database).create(DemoUser.all(numbered: 0), now: now)
            try await body(database, try #require(UserArgument(argument: "alice")).uid)
            try await database.close()
        }
    }

    private func new(_ label: String) -> NewCredential {
        NewCredential(kind: .appPassword, label: label, verifier: AppPassword.random().verifier)
    }

    @Test func `what was added is listed with its days, and is gone when it was removed`() async throws {
        try await withUsers { database, uid in
            let (now, new) = (now, new("telephone"))
            try await database.write { txn in try AppPasswordAdd.add(new, to: uid, now: now, in: txn) }
            let listed = try await database.read { txn in try AppPasswordList.credentials(of: uid, in: txn) }
            #expect(
                AppPasswordList.table(of: listed, now: now).lines == [
                    "LABEL      CREATED     LAST USED  EXPIRES", "telephone  2027-01-15  never      never",
                ]
            )
            try await database.write { txn in try AppPasswordRemove.remove("telephone", of: uid, in: txn) }
            let left = try await database.read { txn in try AppPasswordList.credentials(of: uid, in: txn) }
            #expect(left.isEmpty)
        }
    }

    @Test func `a label is taken once, and removing another is refused by name`() async throws {
        try await withUsers { database, uid in
            let (now, first, second) = (now, new("telephone"), new("telephone"))
            try await database.write { txn in try AppPasswordAdd.add(first, to: uid, now: now, in: txn) }
            await #expect(throws: CalendarStoreError.labelTaken("telephone")) {
                try await database.write { txn in try AppPasswordAdd.add(second, to: uid, now: now, in: txn) }
            }
            await #expect(throws: AppPasswordError.notFound(uid, label: "tablet")) {
                try await database.write { txn in try AppPasswordRemove.remove("tablet", of: uid, in: txn) }
            }
        }
    }

    @Test func `one user has a bounded number of them`() async throws {
        try await withUsers { database, uid in
            let (now, limit) = (now, AppPassword.maximumPerUser)
            let news = (0..<limit).map { new("device \($0)") }
            let last = new("one more")
            try await database.write { txn in
                for new in news { try AppPasswordAdd.add(new, to: uid, now: now, in: txn) }
            }
            await #expect(throws: AppPasswordError.tooMany(uid, limit: limit)) {
                try await database.write { txn in try AppPasswordAdd.add(last, to: uid, now: now, in: txn) }
            }
        }
    }

    @Test func `somebody who is not there has none, and gets none`() async throws {
        try await withUsers { database, _ in
            let (now, new, nobody) = (now, new("telephone"), try #require(UserArgument(argument: "nobody")).uid)
            await #expect(throws: CalendarStoreError.principalNotFound(nobody)) {
                try await database.write { txn in try AppPasswordAdd.add(new, to: nobody, now: now, in: txn) }
            }
            await #expect(throws: CalendarStoreError.principalNotFound(nobody)) {
                try await database.read { txn in try AppPasswordList.credentials(of: nobody, in: txn) }
            }
        }
    }

    private static let lifetimes: [(String, Int?)] = [
        ("1d", 1), ("90d", 90), ("3650d", 3650), ("0d", nil), ("3651d", nil), ("90", nil), ("d", nil), ("-1d", nil),
    ]

    @Test(arguments: lifetimes)
    func `a lifetime is a number of days`(text: String, days: Int?) {
        #expect(AppPasswordLifetime(argument: text)?.days == days)
    }

    @Test(arguments: [("Alice's telephone", true), ("", false), (" x", false), ("a\nb", false)])
    func `a label is a short text on one line`(text: String, isLabel: Bool) {
        #expect((AppPasswordLabel(argument: text) != nil) == isLabel)
    }
}
