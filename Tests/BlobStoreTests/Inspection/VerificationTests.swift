import BlobModel
import BlobStoreTesting
import DurableIO
import FoundationEssentials
import KeyValueIndex
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// Verifications of a stopped shard whose log or index was changed.
struct VerificationTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    /// Puts a large blob, a small one, one that both references name, and one that is released, and closes the shard.
    private func fill() async throws -> [PutBlob] {
        let shard = try await test.open { $0.segmentByteLimit = 1 << 20 }
        var random = SeededGenerator(seed: 11)
        let large = try await shard.put(random.bytes(1_500_000), in: domain)
        let small = try await shard.put(random.bytes(20_000), in: domain)
        let again = try await shard.put(small.bytes, in: domain)
        let released = try await shard.put(random.bytes(300_000), in: domain)
        try await shard.release(released.reference, in: domain)
        try await shard.put(random.bytes(1_000), in: try DedupDomain(validating: "other"))
        await shard.close()
        return [large, small, again]
    }

    private func verify() throws -> VerificationReport { try StoppedShard(at: test.path).verify() }

    /// Changes the index of the stopped shard.
    private func change(_ body: (ShardIndex, inout WriteTransaction) throws(BlobStoreError) -> Void) throws {
        let index = try ShardIndex(at: test.path.appending("index"), identity: test.identity)
        try index.write { (txn) throws(BlobStoreError) in try body(index, &txn) }
    }

    private func key(of blob: PutBlob) -> [UInt8] {
        IndexKey.content(blob.content, domainKey: domain.key)
    }

    @Test func `a whole shard has no findings, and is not changed by looking`() async throws {
        _ = try await fill()
        let log = try LocalFileSystem().contents(at: test.segment(1))
        var phases: Set<VerificationProgress.Phase> = []
        let report = try StoppedShard(at: test.path).verify { phases.insert($0.phase) }
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(report.references == 4 && report.records > 8 && report.bytes > 1_800_000)
        #expect(report.unreplayedBytes == 0 && report.sealedManifests == 0)
        #expect(phases == [.log, .index])
        #expect(try LocalFileSystem().contents(at: test.segment(1)) == log)
        #expect(try verify() == report)
    }

    @Test func `every reference to a damaged blob is a finding`() async throws {
        let blobs = try await fill()
        let shard = try await test.open()
        let content = blobs[1].content
        let place = try #require(try await shard.regions(of: content, in: domain).first)
        let segment = try #require(place.file.path.stem.flatMap { Int($0, radix: 16) })
        await shard.close()
        try test.flip(segment, at: place.offset + 1)
        let findings = Set(try verify().findings)
        #expect(findings.count == 3, "\(findings)")
        for blob in blobs[1...] {
            #expect(findings.contains(.unreadableBlob(blob.reference, content, lacking: content)))
        }
    }

    @Test func `a damaged chunk makes the large blob that has it unreadable`() async throws {
        let blobs = try await fill()
        try test.flip(1, at: 200_000)
        let findings = try verify().findings
        #expect(findings.count == 2, "\(findings)")
        let large = blobs[0].content
        let isNamed = findings.contains {
            if case .unreadableBlob(blobs[0].reference, large, _) = $0 { true } else { false }
        }
        #expect(isNamed, "\(findings)")
    }

    @Test func `a claim without a reference and a reference without a claim are findings`() async throws {
        let blobs = try await fill()
        let content = blobs[1].content
        try change { (index, txn) throws(BlobStoreError) in
            let claim = IndexKey.claim(blobs[1].reference, on: content, domainKey: domain.key)
            try index.delete(claim, in: index.claims, &txn)
        }
        #expect(try verify().findings == [.wrongClaims(references: 4, claims: 3, unmatched: 1)])
        try change { (index, txn) throws(BlobStoreError) in
            let claim = IndexKey.claim(.random(), on: content, domainKey: domain.key)
            try index.put([], for: claim, in: index.claims, &txn)
        }
        #expect(try verify().findings == [.wrongClaims(references: 4, claims: 4, unmatched: 1)])
    }

    @Test func `members must be those of the manifests`() async throws {
        let blobs = try await fill()
        let large = blobs[0].content
        try change { (index, txn) throws(BlobStoreError) in
            let manifest = try index.manifest(of: large, domainKey: domain.key, txn.reader)
            let range = KeyRange.prefix(domain.key.bytes)
            let all = try index.entries(of: index.members, over: range, limit: 1_000, txn.reader)
            let own = all.filter { $0.key.suffix(8) == IndexKey.bigEndian(manifest?.sequence ?? 0)[...] }
            try index.delete(own[0].key, in: index.members, &txn)
            try index.put([], for: own[1].key.dropLast(8) + IndexKey.bigEndian(9_999), in: index.members, &txn)
        }
        let findings = try verify().findings
        #expect(findings == [.missingMembers(manifest: large, count: 1), .unfoundedMembers(count: 1)])
    }

    @Test func `what holds chunks for a manifest that is gone waits for a sweep, and is no finding`() async throws {
        let shard = try await test.open()
        let parts = (0..<6).map { [UInt8](repeating: UInt8($0), count: 40) }
        let blob = CutBlob(parts)
        try await shard.put(blob, as: .random(), in: domain)
        // The same bytes in three chunks: the later manifest takes the place of the former, which lists none of them.
        let again = CutBlob([parts[0] + parts[1], parts[2] + parts[3], parts[4] + parts[5]])
        #expect(again.id == blob.id)
        try await shard.put(again, as: .random(), in: domain)
        await shard.close()
        let report = try verify()
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(report.staleMembers == 6)

        let opened = try await test.open()
        #expect(try await opened.sweep().staleMembers == 6)
        await opened.close()
        #expect(try verify().staleMembers == 0)
    }

    @Test func `what holds chunks for a collected manifest that could not be read waits for a sweep`() async throws {
        let shard = try await test.open { $0.grace = 0 }
        let reference = ReferenceID.random()
        let blob = CutBlob((0..<5).map { [UInt8](repeating: UInt8($0), count: 40) })
        try await shard.put(blob, as: reference, in: domain)
        try await shard.release(reference, in: domain)
        let row = try #require(try shard.rows(\.manifests).first)
        let location = try #require(ManifestLocation(decoding: row.value))
        await shard.close()
        try test.flip(1, at: location.offset + 3)
        let opened = try await test.open { $0.grace = 0 }
        #expect(try await opened.collect(now: Date().addingTimeInterval(60)).unreadable == 1)
        await opened.close()
        let report = try verify()
        #expect(report.staleMembers == 5)
        // The manifest was damaged; what held its chunks is no damage beside it.
        #expect(!report.findings.contains { if case .unfoundedMembers = $0 { true } else { false } })
    }

    @Test func `rows that contradict their record, or come from none, are findings`() async throws {
        let blobs = try await fill()
        let small = blobs[1].content
        let stranger = ContentID(of: [1, 2, 3].span)
        try change { (index, txn) throws(BlobStoreError) in
            let row = try index.bytes(key(of: blobs[1]), in: index.chunks, txn.reader) ?? []
            try index.put(row, for: IndexKey.content(stranger, domainKey: domain.key), in: index.chunks, &txn)
            var moved = row
            moved[15] ^= 1
            try index.put(moved, for: key(of: blobs[1]), in: index.chunks, &txn)
        }
        let findings = try verify().findings
        let contradiction = findings.contains {
            if case .contradictedRow("chunk", small, _, _) = $0 { true } else { false }
        }
        #expect(contradiction, "\(findings)")
        // The stranger's row, and the one that contradicts its record.
        #expect(findings.contains(.unfoundedRows(table: "chunk", count: 2)), "\(findings)")
    }

    @Test func `a wrong tally is a finding`() async throws {
        _ = try await fill()
        var right: UInt64 = 0
        try change { (index, txn) throws(BlobStoreError) in
            var tally = try index.tally(of: 1, txn.reader)
            right = tally.liveBytes
            tally.liveBytes -= 5
            try index.put(tally.encoded, for: IndexKey.segment(1), in: index.segments, &txn)
        }
        #expect(try verify().findings == [.wrongTally(segment: 1, indexed: right - 5, counted: right)])
    }

    @Test func `what a crash left at the end of the log is told and is no finding`() async throws {
        _ = try await fill()
        let last = try #require(
            try SegmentDirectory(path: test.path.appending("segments"), fileSystem: LocalFileSystem()).numbers().last
        )
        try LocalFileSystem().openForAppending(at: test.segment(Int(last))).append(
            [UInt8](repeating: 65, count: 777).span
        )
        let report = try verify()
        #expect(report.findings.isEmpty && report.unreplayedBytes == 777)
    }

    @Test func `a segment that is gone is a finding, and so is what can be read of it`() async throws {
        let blobs = try await fill()
        try LocalFileSystem().remove(at: test.segment(1))
        let findings = try verify().findings
        #expect(findings.contains(.missingSegment(1)), "\(findings)")
        let isUnreadable = findings.contains {
            if case .unreadableBlob(blobs[0].reference, _, _) = $0 { true } else { false }
        }
        #expect(isUnreadable, "\(findings)")
    }

    @Test func `a shard that is open, has no index, or is none is refused`() async throws {
        #expect(throws: BlobStoreError.absent(test.path)) { try StoppedShard(at: test.path) }
        _ = try await fill()
        let shard = try await test.open()
        #expect(throws: BlobStoreError.locked(test.path)) { try StoppedShard(at: test.path) }
        await shard.close()
        try test.removeIndex()
        #expect(throws: BlobStoreError.indexMissing(test.path.appending("index"))) { try StoppedShard(at: test.path) }
        let isMade = (try? LocalFileSystem().list(at: test.path.appending("index"))) != nil
        #expect(!isMade, "looking makes no index")
    }

    @Test func `the state of a shard is the same open and stopped`() async throws {
        let shard = try await test.open { $0.segmentByteLimit = 1 << 20 }
        var random = SeededGenerator(seed: 12)
        let blob = try await shard.put(random.bytes(1_500_000), in: domain)
        try await shard.put(random.bytes(10), in: domain)
        let released = try await shard.put(random.bytes(20), in: domain)
        try await shard.release(released.reference, in: domain)
        let open = try await shard.status()
        #expect(open.identity == test.identity && open.writesStopped == nil && open.availableBytes > 0)
        #expect(open.counts.references == 2 && open.counts.manifests == 1 && open.counts.unclaimed == 1)
        #expect(open.counts.chunks > 10 && open.counts.quarantined == 0 && open.counts.sessions == 0)
        #expect(open.generations.map(\.generation) == [0])
        #expect(open.segments.segments == 2 && open.segments.liveBytes > UInt64(blob.bytes.count))
        #expect(open.scrub.lastPass == nil && open.checkpoint?.segment == 2)
        await shard.close()
        let stopped = try StoppedShard(at: test.path).status()
        #expect(stopped.counts == open.counts && stopped.generations == open.generations)
        #expect(stopped.checkpoint == open.checkpoint)
    }
}
