import AttachmentStore
import BlobModel
import CalendarStore
import DeploymentBackup
import FoundationEssentials
import MetadataStoreTesting
import SQLDatabase
import SystemPackage
import Testing

struct RestoredGrantsTests {
    @Test func `an upload that was under way at the backup is given up by the restore`() async throws {
        try await BackupFixture.with { fixture in
            let grant = UploadGrant(
                .random(),
                in: try fixture.domain(),
                for: fixture.alice.home.text,
                binding: UploadGrant.Binding(size: 1, octets: [1], digest: "digest"),
                term: UploadGrant.Term(created: .sample(), expires: .sample(600))
            )
            try await fixture.database.write { txn in try AttachmentStore().grant(grant, in: txn) }
            try await fixture.backUp()
            let target = fixture.root.appending("restored.sqlite")
            try await DatabaseRestore(of: BackupDirectory(fixture.backupPath), to: target).run { _ in }
            let database = try await SQLiteDatabase.open(path: target.string)
            let (restored, existing) = try await database.read { txn in
                (
                    try AttachmentStore().grant(grant.reference, in: txn),
                    try AttachmentStore().existing(among: [grant.reference], in: txn)
                )
            }
            try await database.close()
            #expect(restored?.state == .givenUp)
            #expect(existing.isEmpty)
        }
    }
}
