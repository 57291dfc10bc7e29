import AttachmentStore
import BlobModel
import BlobStore
import DeploymentBackup
import DurableIO
import FoundationEssentials
import MetadataStoreTesting
import SystemPackage
import Testing

/// What a restored pair of database and shards says of itself.
struct ReferenceAuditTests {
    /// Restores the backup's node, checks its shard, and looks there for what the fixture's database has now.
    private func audit(_ fixture: BackupFixture) async throws -> AuditReport {
        let target = NodeDirectory(fixture.root.appending("restored"))
        let node = try NodeID(validating: BackupFixture.node)
        let restore = NodeRestore(of: node, from: BackupDirectory(fixture.backupPath), to: target)
        try restore.run(of: fixture.map.deployment) { _ in }
        let paths = try Dictionary(
            restore.shards().map { ($0, target.path(of: $0)) },
            uniquingKeysWith: { first, _ in first }
        )
        _ = try ShardCheck(of: Array(paths.values), masterKeys: nil).run { _, _ in }
        let shards = try StoppedShards(at: paths, by: fixture.map, masterKeys: nil)
        return try await ReferenceAudit(of: fixture.database, at: shards).run { _, _ in }
    }

    @Test func `a database and shards that were copied after it have every byte`() async throws {
        try await BackupFixture.with { fixture in
            try await fixture.withShard { shard in
                for seed in UInt8(0)..<70 {
                    try await fixture.attach("f\(seed)", BackupFixture.noise(seed, count: 3_000), at: shard)
                }
            }
            try await fixture.backUp()
            let report = try await audit(fixture)
            #expect(report.findings.isEmpty)
            #expect((report.checked, report.unchecked) == (70, 0))
        }
    }

    @Test func `what was added after the shards were copied is named with its file and its owner`() async throws {
        try await BackupFixture.with { fixture in
            try await fixture.withShard { shard in
                _ = try await fixture.attach("early.txt", Array("early".utf8), at: shard)
            }
            try await fixture.backUp()
            let late = try await fixture.withShard { shard in
                try await fixture.attach("late.txt", Array("late".utf8), at: shard)
            }
            let report = try await audit(fixture)
            #expect(report.checked == 2)
            #expect(report.findings.map(\.held.id) == [late] && report.findings.map(\.reason) == [.absent])
            let sentence = try #require(report.findings.first).description
            #expect(sentence.contains("\"late.txt\" of alice") && sentence.contains("its bytes are missing"))
        }
    }

    @Test func `an attachment whose bytes were damaged in the backup is named`() async throws {
        try await BackupFixture.with { fixture in
            let bytes = BackupFixture.noise(7, count: 30_000)
            // What is damaged in the last batch of the log looks like what a crash leaves: others come after it.
            let damaged = try await fixture.withShard { shard in
                let damaged = try await fixture.attach("damaged", bytes, at: shard)
                for seed in UInt8(20)..<24 {
                    try await fixture.attach("whole", BackupFixture.noise(seed, count: 50_000), at: shard)
                }
                return damaged
            }
            try await fixture.backUp()
            try damage(bytes, in: fixture)
            let report = try await audit(fixture)
            #expect(report.checked == 5)
            #expect(report.findings.map(\.held.id) == [damaged])
            #expect(report.findings.map(\.reason) == [.damaged])
        }
    }

    /// Changes a bit of an attachment's bytes where the backup has them.
    private func damage(_ bytes: [UInt8], in fixture: BackupFixture) throws {
        let node = NodeDirectory(BackupDirectory(fixture.backupPath).path(of: try NodeID(validating: "blob-1")))
        let segments = node.path(of: fixture.shard).appending("segments")
        let wanted = Data(bytes[1_000..<1_032])
        for name in try LocalFileSystem().list(at: segments) {
            let url = URL(filePath: segments.appending(name).string)
            var contents = try Data(contentsOf: url)
            guard let range = contents.firstRange(of: wanted) else { continue }
            contents[range.lowerBound] ^= 1
            return try contents.write(to: url)
        }
        Issue.record("no segment has the bytes")
    }

    @Test func `domains whose shard was not restored are counted, not called missing`() async throws {
        try await BackupFixture.with { fixture in
            try await fixture.withShard { shard in
                _ = try await fixture.attach("elsewhere", [1], at: shard)
            }
            let nowhere = try StoppedShards(at: [:], by: fixture.map, masterKeys: nil)
            let report = try await ReferenceAudit(of: fixture.database, at: nowhere).run { _, _ in }
            #expect(report.findings.isEmpty)
            #expect((report.checked, report.unchecked) == (0, 1))
        }
    }

    @Test func `whoever cannot be asked is told apart from what is missing, in one sentence`() async throws {
        let bytes: [UInt8] = [1]
        let answers: [(BlobError, AuditFinding.Reason, String)] = [
            (.unavailable("The node is away."), .unknown("The store is not available: The node is away."), "is away."),
            (.gone(ContentID(of: bytes.span)), .erased, "its bytes were erased for good, with the key of the home."),
        ]
        try await BackupFixture.with { fixture in
            try await fixture.withShard { shard in
                _ = try await fixture.attach("asked.txt", bytes, at: shard)
            }
            for (error, reason, end) in answers {
                let reader = RefusingReferenceReader(error: error)
                let finding = try await ReferenceAudit(of: fixture.database, at: reader).run { _, _ in }.findings.first
                #expect(finding?.reason == reason && finding?.reason.isUnknown == (reason != .erased))
                let sentence = try #require(finding).description
                #expect(sentence.hasSuffix(end) && !sentence.hasSuffix(".."), "\(sentence)")
            }
        }
    }

    @Test func `a node's data are not restored over another's, and a restore that broke off goes on`() async throws {
        try await BackupFixture.with { fixture in
            try await fixture.withShard { shard in
                _ = try await fixture.attach("x", BackupFixture.noise(3, count: 100_000), at: shard)
            }
            try await fixture.backUp()
            let node = try NodeID(validating: BackupFixture.node)
            let backup = BackupDirectory(fixture.backupPath)
            let taken = NodeRestore(of: node, from: backup, to: NodeDirectory(fixture.nodePath))
            #expect(throws: BackupError.targetExists(fixture.nodePath.appending("node.json"))) {
                try taken.run(of: nil) { _ in }
            }
            let target = NodeDirectory(fixture.root.appending("restored"))
            let segments = target.path(of: fixture.shard).appending("segments")
            try LocalFileSystem().ensureDirectory(at: segments)
            try LocalFileSystem().createFile(at: segments.appending("0000000000000001.segment.new")).append([1].span)
            #expect(try await audit(fixture).findings.isEmpty)
            let other = try NodeID(validating: "blob-9")
            #expect(throws: BackupError.nodeMissing(other, present: [node])) {
                try NodeRestore(of: other, from: backup, to: target).run(of: nil) { _ in }
            }
        }
    }
}

/// Answers every question with the same error.
private struct RefusingReferenceReader: ReferenceReader {
    let error: BlobError

    func blob(of reference: ReferenceID, in domain: DedupDomain) async throws -> BlobDescription { throw error }
}
