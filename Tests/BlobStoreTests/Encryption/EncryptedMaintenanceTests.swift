import BlobModel
import BlobStoreTesting
import DurableIO
import FoundationEssentials
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// Collection, compaction, scrub, verification, and export of an encrypted shard.
struct EncryptedMaintenanceTests {
    private let test: TestShard
    private let home: DedupDomain
    private let other: DedupDomain
    private let ring = MasterKeyRing(current: .random())

    init() throws {
        test = try TestShard()
        home = try DedupDomain(validating: "home")
        other = try DedupDomain(validating: "other")
    }

    private func open() async throws -> Shard {
        try await test.open {
            $0.segmentByteLimit = 300_000
            $0.uploadWindowByteCount = 150_000
            $0.grace = 0
            $0.maintenanceBytesPerSecond = 0
            $0.reservedBytes = 0
            $0.masterKeys = ring
        }
    }

    /// Collects all that nobody holds; what held the chunks of manifests that nobody can read is found by the sweep.
    private func collect(_ shard: Shard) async throws {
        for round in 1...5 {
            _ = try await shard.sweep()
            _ = try await shard.collect(now: Date().addingTimeInterval(Double(round) * 60))
        }
    }

    /// Puts blobs of one and of several chunks into both domains.
    private func fill(_ shard: Shard, _ count: Int = 16) async throws -> [PutBlob] {
        var blobs: [PutBlob] = []
        for number in 0..<count {
            var random = SeededGenerator(seed: UInt64(number))
            let size = [3_000, 90_000, 250_000, 140_000][number % 4]
            blobs.append(try await shard.put(random.bytes(size), in: number % 2 == 0 ? home : other))
        }
        return blobs
    }

    private func expect(_ blobs: [PutBlob], in shard: Shard) async throws {
        for blob in blobs { #expect(try await shard.bytes(of: blob) == blob.bytes) }
    }

    @Test func `compaction moves encrypted content, and it stays readable with and without the index`() async throws {
        let shard = try await open()
        let blobs = try await fill(shard)
        for blob in blobs[..<12] { try await shard.release(blob.reference, in: blob.domain) }
        try await collect(shard)
        let report = try await shard.compact()
        #expect(report.replacedSegments > 1 && report.skipped.isEmpty)
        try await expect(Array(blobs[12...]), in: shard)
        await shard.close()
        for isIndexLost in [false, true] {
            if isIndexLost { try test.removeIndex() }
            let again = try await open()
            try await expect(Array(blobs[12...]), in: again)
            await again.close()
        }
    }

    @Test func `a purge, a collection, and a compaction free what an erased domain had, also after a rebuild`()
        async throws
    {
        let shard = try await open()
        let blobs = try await fill(shard)
        let kept = blobs.filter { $0.domain == other }
        try await shard.eraseKey(of: home)
        await shard.close()
        try test.removeIndex()
        let again = try await open()
        let purge = try await again.purge(home, dryRun: false)
        #expect(purge.references == 8 && purge.isComplete)
        try await collect(again)
        _ = try await again.compact()
        let rest = try await again.purge(home, dryRun: true)
        #expect(rest.chunks == 0 && rest.storedBytes == 0)
        try await expect(kept, in: again)
        await again.close()
    }

    @Test func `a verification finds nothing, with the keys or without them`() async throws {
        let shard = try await open()
        let blobs = try await fill(shard)
        try await shard.release(blobs[0].reference, in: blobs[0].domain)
        await shard.close()
        for ring in [ring, nil] {
            let report = try StoppedShard(at: test.path, masterKeys: ring).verify()
            #expect(report.findings.isEmpty, "\(report.findings)")
        }
    }

    @Test func `the scrub finds a damaged encrypted chunk without a key, and a later upload heals it`() async throws {
        let shard = try await open()
        let blob = try await shard.put([UInt8](repeating: 5, count: 5_000), in: home)
        // A second record keeps the damage from being the torn tail of the log.
        let after = try await shard.put([UInt8](repeating: 6, count: 5_000), in: home)
        await shard.close()
        // The body of the first record begins after the headers of the segment, the record, and its one entry.
        try test.flip(1, at: UInt64(SegmentHeader.byteCount + SegmentRecord.fixedByteCount + ChunkEntry.byteCount + 99))
        let again = try await open()
        await #expect(throws: BlobError.self) { try await again.bytes(of: blob) }
        #expect(try await again.scrub().pass.findings == 1)
        #expect(try await again.scrubStatus().quarantined == 1)
        let healed = try await again.put(blob.bytes, in: home)
        try await expect([blob, healed, after], in: again)
        #expect(try await again.scrubStatus().quarantined == 0)
        await again.close()
    }

    @Test func `an export with the keys gives the bytes as they were uploaded`() async throws {
        let shard = try await open()
        let blobs = try await fill(shard, 6)
        await shard.close()
        var target = MemoryExport()
        let report = try StoppedShard(at: test.path, masterKeys: ring).export(nil, to: &target)
        #expect(report.blobs == 6 && report.findings.isEmpty)
        for blob in blobs { #expect(target.files.values.contains(blob.bytes)) }
        var blind = MemoryExport()
        #expect(throws: BlobStoreError.keys("keys", .masterKeyMissing(nil))) {
            try StoppedShard(at: test.path).export(nil, to: &blind)
        }
        for blob in blobs { #expect(!blind.files.values.contains(blob.bytes)) }
    }
}

/// An export into memory.
private struct MemoryExport: ExportTarget {
    private(set) var files: [String: [UInt8]] = [:]
    private var name = ""

    mutating func begin(_ name: String, size: UInt64) throws(FileError) {
        self.name = name
        files[name] = []
    }

    mutating func write(_ bytes: [UInt8]) throws(FileError) { files[name, default: []] += bytes }

    mutating func end() throws(FileError) {}

    mutating func finish() throws(FileError) {}
}
