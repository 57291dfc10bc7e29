import BlobModel
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import FoundationEssentials
import RandomTesting
import Synchronization
import SystemPackage
import Testing

@testable import BlobStore

/// Scrubs of an open shard whose files were damaged behind its back.
struct ScrubTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    private func noise(_ seed: UInt64, _ count: Int) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return random.bytes(count)
    }

    /// Opens the shard without a limit on its maintenance.
    private func open(segmentByteLimit: UInt64 = 256 << 20) async throws -> Shard {
        try await test.open {
            $0.maintenanceBytesPerSecond = 0
            $0.segmentByteLimit = segmentByteLimit
        }
    }

    /// Returns where the first bytes of a blob are.
    private func place(of blob: PutBlob, in shard: Shard) async throws -> FileRegion {
        let regions = try await shard.regions(of: blob.content, in: domain)
        return try #require(regions.first)
    }

    /// Changes a bit of an open shard's segment in place, as a disk does.
    private func rot(_ segment: Int, at offset: UInt64) throws {
        let file = try FileDescriptor.open(test.segment(segment), .readWrite)
        try file.closeAfter {
            var byte: [UInt8] = [0]
            _ = try unsafe byte.withUnsafeMutableBytes {
                try unsafe file.read(fromAbsoluteOffset: Int64(offset), into: $0)
            }
            byte[0] ^= 1
            _ = try file.writeAll(toAbsoluteOffset: Int64(offset), byte)
        }
    }

    @Test func `a pass reads every byte of a whole shard and finds nothing`() async throws {
        let shard = try await open(segmentByteLimit: 300_000)
        for seed in 0..<6 { try await shard.put(noise(UInt64(seed), 120_000), in: domain) }
        try await shard.put(noise(9, 900_000), in: domain)
        let bytes = try await shard.statistics().bytes
        let report = try await shard.scrub()
        #expect(report.findings.isEmpty)
        let segments = UInt64(try await shard.statistics().segments)
        #expect(segments > 3)
        #expect(report.pass.bytes == bytes - segments * UInt64(SegmentHeader.byteCount))
        let status = try await shard.scrubStatus()
        #expect(status.lastPass == report.pass && status.passStarted == nil && status.quarantined == 0)
        await shard.close()
    }

    @Test func `the references that damage is felt by are found from the chunk and from the manifest`() async throws {
        let shard = try await open()
        let large = [
            try await shard.put(noise(3, 900_000), in: domain), try await shard.put(noise(3, 900_000), in: domain),
        ]
        let small = try await shard.put(noise(4, 50_000), in: domain)
        try await shard.put(noise(3, 900_000), in: try DedupDomain(validating: "other"))
        let index = try shard.index
        var felt: [Set<ReferenceID>: Int] = [:]
        for subject in [QuarantineRow.Subject.chunk, .manifest] {
            for body in try index.bodies(subject, in: 1, at: 0 ..< .max, after: nil).rows
            where body.domainKey == domain.key {
                felt[Set(try index.claimants(of: body, limit: 10)), default: 0] += 1
                #expect(try index.claimants(of: body, limit: 1).count == 1)
            }
        }
        #expect(Set(felt.keys) == [Set(large.map(\.reference)), [small.reference]])
        #expect(felt[[small.reference]] == 1, "the small blob is one chunk")
        await shard.close()
    }

    @Test func `a damaged chunk is quarantined, is not served, and is healed by a later upload of the same bytes`()
        async throws
    {
        let shard = try await open()
        let blob = try await shard.put(noise(1, 50_000), in: domain)
        let other = try await shard.put(noise(2, 50_000), in: domain)
        let content = blob.content
        let place = try await place(of: blob, in: shard)
        try rot(1, at: place.offset + 777)
        let before = try LocalFileSystem().contents(at: test.segment(1))

        let report = try await shard.scrub()
        #expect(report.findings == [.damagedChunk(content, segment: 1, offset: place.offset)])
        #expect(report.pass.findings == 1)
        #expect(try LocalFileSystem().contents(at: test.segment(1)) == before, "a scrub changes no segment")
        #expect(try await shard.scrubStatus().quarantined == 1)
        await #expect(throws: BlobError.corrupt(content)) { try await shard.bytes(of: blob) }
        await #expect(throws: BlobError.corrupt(content)) { try await shard.regions(of: content, in: domain) }
        #expect(try await shard.bytes(of: other) == other.bytes)

        let again = try await shard.put(blob.bytes, in: domain)
        #expect(try await shard.bytes(of: again) == blob.bytes)
        #expect(try await shard.bytes(of: blob) == blob.bytes)
        #expect(try await shard.regions(of: content, in: domain).count == 1)
        #expect(try await shard.scrubStatus().quarantined == 0)
        let second = try await shard.scrub()
        #expect(second.findings.isEmpty, "what nobody needs any more is no finding: \(second.findings)")
        await shard.close()
    }

    @Test func `a damaged chunk of a large blob and a damaged manifest are healed by the same upload`() async throws {
        let shard = try await open()
        let blob = try await shard.put(noise(3, 2_000_000), in: domain)
        let content = blob.content
        let place = try await place(of: blob, in: shard)
        try rot(1, at: place.offset + 5)
        let manifest = try #require(try await manifest(of: content, in: shard))
        try rot(1, at: manifest.offset + 80)

        let report = try await shard.scrub()
        #expect(report.findings.count == 2, "\(report.findings)")
        #expect(report.findings.contains(.damagedManifest(content, segment: 1, offset: manifest.offset)))
        #expect(try await shard.scrubStatus().quarantined == 2)
        await #expect(throws: BlobError.corrupt(content)) { try await shard.bytes(of: blob) }

        let again = try await shard.put(blob.bytes, in: domain)
        #expect(try await shard.bytes(of: again) == blob.bytes)
        #expect(try await shard.bytes(of: blob) == blob.bytes)
        #expect(try await shard.scrubStatus().quarantined == 0)
        await shard.close()
        let reopened = try await open()
        #expect(try await reopened.bytes(of: blob) == blob.bytes)
        await reopened.close()
    }

    private func manifest(of blob: ContentID, in shard: Shard) async throws -> ManifestLocation? {
        let index = try shard.openParts().reader.index
        let key = domain.key
        return try index.read { (txn) throws(BlobStoreError) in try index.manifest(of: blob, domainKey: key, txn) }
    }

    @Test func `behind a damaged record header the scrub goes on, and what it held is read as before`() async throws {
        let shard = try await open()
        let blobs = try await putEach([3_000, 4_000, 5_000], in: shard)
        let places = try await places(of: blobs, in: shard)
        // The extent of one chunk begins 128 bytes before its body.
        try rot(1, at: places[1].offset - 100)
        try rot(1, at: places[2].offset + 10)
        let report = try await shard.scrub()
        let damaged = blobs[1].content
        let lost = blobs[2].content
        #expect(
            report.findings == [
                .damagedSegment(1, offset: places[1].offset - 128, .checksum),
                .unrecordedContent(damaged, segment: 1, offset: places[1].offset),
                .damagedChunk(lost, segment: 1, offset: places[2].offset),
            ]
        )
        #expect(try await shard.bytes(of: blobs[0]) == blobs[0].bytes)
        #expect(try await shard.bytes(of: blobs[1]) == blobs[1].bytes)
        await #expect(throws: BlobError.corrupt(lost)) { try await shard.bytes(of: blobs[2]) }
        await shard.close()
    }

    private func putEach(_ sizes: [Int], in shard: Shard) async throws -> [PutBlob] {
        var blobs: [PutBlob] = []
        for (seed, size) in sizes.enumerated() {
            blobs.append(try await shard.put(noise(UInt64(seed + 40), size), in: domain))
        }
        return blobs
    }

    private func places(of blobs: [PutBlob], in shard: Shard) async throws -> [FileRegion] {
        var places: [FileRegion] = []
        for blob in blobs { places.append(try await place(of: blob, in: shard)) }
        return places
    }

    @Test func `damaged headers and footers of segments are findings`() async throws {
        let shard = try await open(segmentByteLimit: 10_000)
        let blobs = try await putEach([9_000, 9_000, 9_000, 9_000], in: shard)
        let first = UInt64(try LocalFileSystem().contents(at: test.segment(1)).count)
        try rot(1, at: first - 20)
        try rot(2, at: 30)
        let report = try await shard.scrub()
        let content = blobs[1].content
        let offset = try await place(of: blobs[1], in: shard).offset
        #expect(
            report.findings == [
                .damagedSegment(1, offset: first - 96, .footer),
                .damagedSegment(2, offset: 0, .checksum),
                .unrecordedContent(content, segment: 2, offset: offset),
            ]
        )
        #expect(report.pass.findings == 3)
        await shard.close()
    }

    @Test func `a segment whose file is gone is a finding, and all that was in it is quarantined`() async throws {
        let shard = try await open(segmentByteLimit: 10_000)
        let blobs = try await putEach([9_000, 9_000, 9_000], in: shard)
        await shard.close()
        let reopened = try await open(segmentByteLimit: 10_000)
        try LocalFileSystem().remove(at: test.segment(2))
        let report = try await reopened.scrub()
        #expect(report.findings.count == 2, "\(report.findings)")
        #expect(try await reopened.scrubStatus().quarantined == 1)
        let again = try await reopened.put(blobs[1].bytes, in: domain)
        #expect(try await reopened.bytes(of: again) == blobs[1].bytes)
        #expect(try await reopened.bytes(of: blobs[1]) == blobs[1].bytes)
        await reopened.close()
    }

    @Test func `a pass that is stopped goes on where it stood, also after a restart`() async throws {
        let shard = try await open(segmentByteLimit: 3 << 20)
        for seed in 0..<5 { try await shard.put(noise(UInt64(seed), 2 << 20), in: domain) }
        let read = Mutex<UInt64>(0)
        let interrupted = Task { [shard] in
            try await shard.scrub { progress in
                read.withLock { $0 = progress.bytes }
                if progress.bytes > 4 << 20 { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await interrupted.value }
        let stoppedAt = read.withLock { $0 }
        let stopped = try await shard.scrubStatus()
        #expect(stopped.passStarted != nil && stopped.bytes == stoppedAt && stoppedAt < 8 << 20)
        await shard.close()

        let reopened = try await open(segmentByteLimit: 3 << 20)
        let first = Mutex<UInt64?>(nil)
        let report = try await reopened.scrub { progress in
            first.withLock { $0 = $0 ?? progress.bytes }
        }
        #expect(try #require(first.withLock { $0 }) >= stoppedAt)
        #expect(report.findings.isEmpty, "the chain of the segment in which it stood is known: \(report.findings)")
        #expect(report.pass.started == stopped.passStarted)
        let statistics = try await reopened.statistics()
        #expect(report.pass.bytes == statistics.bytes - UInt64(statistics.segments * SegmentHeader.byteCount))
        await reopened.close()
    }

    @Test func `a pass goes on behind a segment that compaction took away`() async throws {
        let shard = try await open(segmentByteLimit: 10_000)
        _ = try await putEach([9_000, 9_000, 9_000], in: shard)
        let index = try shard.openParts().reader.index
        var state = ScrubState()
        state.begin(at: 1)
        let header = SegmentHeader(shard: test.identity.shard, number: 2, created: Date())
        var gone = LogPosition(header: header)
        gone.segment = 2 | 1 << 48
        state.place = SegmentPlace(position: gone, isChainKnown: true)
        let interrupted = state
        try index.write { (txn) throws(BlobStoreError) in try index.setScrubState(interrupted, &txn) }
        let report = try await shard.scrub()
        #expect(report.findings.isEmpty)
        #expect(report.pass.bytes == 9_264, "only the third segment is read")
        await shard.close()
    }

    @Test func `what was found damaged and is whole again is let in again`() async throws {
        let shard = try await open()
        let blob = try await shard.put(noise(5, 30_000), in: domain)
        let place = try await place(of: blob, in: shard)
        try rot(1, at: place.offset)
        _ = try await shard.scrub()
        #expect(try await shard.scrubStatus().quarantined == 1)
        try rot(1, at: place.offset)
        let report = try await shard.scrub()
        #expect(report.readmitted == 1 && report.findings.isEmpty)
        #expect(try await shard.scrubStatus().quarantined == 0)
        #expect(try await shard.bytes(of: blob) == blob.bytes)
        await shard.close()
    }

    @Test func `bytes that the index has elsewhere by now are not quarantined`() async throws {
        let shard = try await open()
        let blob = try await shard.put(noise(6, 30_000), in: domain)
        let index = try shard.openParts().reader.index
        let (content, key) = (blob.content, domain.key)
        let row = try index.read { (txn) throws(BlobStoreError) in try index.chunk(content, domainKey: key, txn) }
        let stale = IndexedBody(try #require(row), name: content, domainKey: key)
        // It is damaged, found, and healed, and only then does a slow scrub want to quarantine what it had read.
        let place = try await place(of: blob, in: shard)
        try rot(1, at: place.offset)
        _ = try await shard.scrub()
        try await shard.put(blob.bytes, in: domain)
        let isNoted = try await shard.openParts().writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in try index.quarantine(stale, &txn) }
        }
        #expect(!isNoted)
        #expect(try await shard.scrubStatus().quarantined == 0)
        #expect(try await shard.bytes(of: blob) == blob.bytes)
        await shard.close()
    }

    @Test func `a scrub beside uploads and releases finds nothing`() async throws {
        let shard = try await open(segmentByteLimit: 1 << 20)
        let domain = domain
        try await withThrowingTaskGroup { group in
            for task in 0..<3 {
                group.addTask {
                    for round in 0..<15 {
                        var random = SeededGenerator(seed: UInt64(task * 100 + round))
                        let blob = try await shard.put(random.bytes(150_000), in: domain)
                        if round % 3 == 0 { try await shard.release(blob.reference, in: domain) }
                    }
                }
            }
            group.addTask {
                for _ in 0..<6 {
                    let report = try await shard.scrub()
                    #expect(report.findings.isEmpty, "\(report.findings)")
                }
            }
            try await group.waitForAll()
        }
        await shard.close()
    }

    @Test func `a disk that cannot read a body is damage like any other`() async throws {
        let shard = try await open()
        let blob = try await shard.put(noise(7, 60_000), in: domain)
        await shard.close()
        let fileSystem = UnreadableFileSystem(from: 5_000)
        let reopened = try await test.open(on: fileSystem) { $0.maintenanceBytesPerSecond = 0 }
        fileSystem.isFailing.store(true, ordering: .relaxed)
        let report = try await reopened.scrub()
        let content = blob.content
        #expect(report.findings.contains { if case .damagedChunk(content, _, _) = $0 { true } else { false } })
        fileSystem.isFailing.store(false, ordering: .relaxed)
        #expect(try await reopened.scrub().readmitted == 1)
        #expect(try await reopened.bytes(of: blob) == blob.bytes)
        await reopened.close()
    }
}
