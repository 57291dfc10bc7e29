import BlobModel
import CalendarStore
import DeploymentBackup
import DeploymentStore
import DurableIO
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import SystemPackage
import Testing

struct DatabaseRestoreTests {
    /// Restores the fixture's backup, and opens the database for a body.
    private func withRestored(
        _ fixture: BackupFixture,
        _ body: (any SQLDatabase) async throws -> Void
    ) async throws {
        let target = fixture.root.appending("new").appending("metadata.sqlite")
        try await DatabaseRestore(of: BackupDirectory(fixture.backupPath), to: target).run { _ in }
        #expect(try LocalFileSystem().list(at: target.parent).map(\.string) == ["metadata.sqlite"])
        let database = try await SQLiteDatabase.open(path: target.string)
        do {
            try await body(database)
            try await database.close()
        } catch {
            try? await database.close()
            throw error
        }
    }

    @Test func `a restored database has what was there at the backup, suspends recounts and knows no token`()
        async throws
    {
        try await BackupFixture.with { fixture in
            let (store, home) = (CalendarStore(), fixture.alice.home)
            let (calendar, token) = try await fixture.database.write { txn in
                let calendar = try #require(try store.calendar(named: "calendar", of: home, in: txn)).id
                try store.put(.sample("kept.ics", uid: "kept"), in: calendar, now: .sample(), in: txn)
                return (calendar, try store.synchronise(calendar, since: nil, limit: 9, in: txn).token)
            }
            try await fixture.backUp()
            _ = try await fixture.database.write { txn in
                try store.put(.sample("late.ics", uid: "late"), in: calendar, now: .sample(), in: txn)
            }
            try await withRestored(fixture) { database in
                let (names, suspension) = try await database.read { txn in
                    (
                        try store.summaries(in: calendar, in: txn).map(\.name),
                        try DeploymentStore().recountSuspension(now: .sample(), in: txn)
                    )
                }
                #expect(names == ["kept.ics"] && suspension == .untilResumed)
                await #expect(throws: CalendarStoreError.syncTokenInvalid(token.description)) {
                    try await database.read { txn in
                        try store.synchronise(calendar, since: token, limit: 9, in: txn)
                    }
                }
            }
        }
    }

    @Test(arguments: ["", "-wal", "-shm"])
    func `nothing is restored over a database or the log of one`(suffix: String) async throws {
        try await BackupFixture.with { fixture in
            try await fixture.backUp()
            let target = fixture.root.appending("m.sqlite")
            let present = FilePath(target.string + suffix)
            try Data("mine".utf8).write(to: URL(filePath: present.string))
            await #expect(throws: BackupError.targetExists(present)) {
                try await DatabaseRestore(of: BackupDirectory(fixture.backupPath), to: target).run { _ in }
            }
            #expect(try LocalFileSystem().contents(at: present) == Array("mine".utf8))
        }
    }

    @Test func `a copy of which a bit has changed is not restored`() async throws {
        try await BackupFixture.with { fixture in
            try await fixture.backUp()
            let names = try LocalFileSystem().list(at: fixture.backupPath)
            let name = try #require(names.first { $0.string.hasSuffix(".sqlite") })
            let path = fixture.backupPath.appending(name)
            var bytes = try LocalFileSystem().contents(at: path)
            bytes[bytes.count / 2] ^= 1
            try Data(bytes).write(to: URL(filePath: path.string))
            let target = fixture.root.appending("m.sqlite")
            await #expect(throws: BackupError.damagedDatabase(path)) {
                try await DatabaseRestore(of: BackupDirectory(fixture.backupPath), to: target).run { _ in }
            }
            #expect(try LocalFileSystem().list(at: fixture.root).allSatisfy { !$0.string.hasPrefix("m.sqlite") })
        }
    }
}
