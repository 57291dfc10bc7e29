import BlobModel
import CalendarStore
import DeploymentBackup
import DurableIO
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import SystemPackage
import Testing

struct DatabaseBackupTests {
    private func files(_ directory: FilePath) throws -> [String] {
        try LocalFileSystem().list(at: directory).map(\.string)
    }

    @Test func `only the owner may read a backup, and it says what it is`() async throws {
        try await BackupFixture.with { fixture in
            try await fixture.backUp()
            let record = try BackupDirectory(fixture.backupPath).record()
            #expect(record.deployment == fixture.map.deployment && record.created == .sample())
            #expect(record.references == 0 && record.databaseBytes > 0)
            #expect(try BackupDirectory(fixture.backupPath).nodes().map(\.text) == ["blob-1"])
            for name in try files(fixture.backupPath) where name.hasPrefix("metadata") || name == "backup.json" {
                let path = fixture.backupPath.appending(name).string
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o600, "\(name)")
            }
        }
    }

    @Test func `the former backup stays until the new one is whole`() async throws {
        try await BackupFixture.with { fixture in
            try await fixture.backUp(now: .sample(1))
            let directory = BackupDirectory(fixture.backupPath)
            let former = try directory.record()
            let copy = try await DatabaseBackup(of: fixture.databasePath, to: directory).run(now: .sample(2)) { _ in }
            #expect(try directory.record() == former)
            #expect(try files(fixture.backupPath).filter { $0.hasSuffix(".sqlite") }.count == 2)
            try copy.commit()
            #expect(try directory.record().created == .sample(2))
            #expect(try files(fixture.backupPath).filter { $0.hasPrefix("metadata") }.count == 1)
        }
    }

    @Test func `a directory of something else, or of another deployment, is refused`() async throws {
        try await BackupFixture.with { fixture in
            let foreign = BackupError.foreignContents(fixture.root, name: "blob-1")
            #expect(throws: foreign) { try BackupDirectory(fixture.root).prepare() }
            try await fixture.backUp()
            try await BackupFixture.with { other in
                let directory = BackupDirectory(fixture.backupPath)
                await #expect {
                    try await DatabaseBackup(of: other.databasePath, to: directory).run(now: .sample(9)) { _ in }
                } throws: { error in
                    guard case .otherDeployment(_, let expected, let found) = error as? BackupError else {
                        return false
                    }
                    return expected == fixture.map.deployment && found == other.map.deployment
                }
            }
            #expect(try files(fixture.backupPath).filter { $0.hasPrefix("metadata") }.count == 1)
        }
    }

    @Test func `a record of a later format, and one that is damaged, are told apart`() async throws {
        try await BackupFixture.with { fixture in
            let directory = BackupDirectory(fixture.backupPath)
            #expect(throws: BackupError.noBackup(fixture.backupPath)) { try directory.record() }
            let path = fixture.backupPath.appending("backup.json")
            try LocalFileSystem().ensureDirectory(at: fixture.backupPath)
            try Data("{\"format\":2,\"new\":1}".utf8).write(to: URL(filePath: path.string))
            #expect(throws: BackupError.unknownFormat(path, 2)) { try directory.record() }
            try Data("{\"format\":1}".utf8).write(to: URL(filePath: path.string))
            #expect(throws: BackupError.malformedRecord(path)) { try directory.record() }
        }
    }
}
