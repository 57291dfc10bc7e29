import BlobModel
import BlobStoreTesting
import DurableIO
import FoundationEssentials
import KeyValueIndex
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// A shard with sealed segments of which little is in use.
struct CompactionScene: Sendable {
    /// Sizes of blobs: many small ones, some of several chunks, and an empty one.
    static let sizes = [3_000, 90_000, 0, 250_000, 700, 140_000]

    let test: TestShard
    private(set) var kept: [PutBlob] = []
    private(set) var released: [PutBlob] = []

    /// Makes a shard of some blobs, releases two of three of them, collects these, and closes it.
    init(blobs count: Int = 24) async throws {
        test = try TestShard()
        let shard = try await open()
        var blobs: [PutBlob] = []
        for number in 0..<count {
            var random = SeededGenerator(seed: UInt64(number))
            let domain = try DedupDomain(validating: "home-\(number % 2)")
            blobs.append(try await shard.put(random.bytes(Self.sizes[number % Self.sizes.count]), in: domain))
        }
        for (number, blob) in blobs.enumerated() {
            if (number / 2) % 3 == 0 { kept.append(blob) } else { released.append(blob) }
        }
        for blob in released { try await shard.release(blob.reference, in: blob.domain) }
        try await Self.collect(shard)
        await shard.close()
    }

    private init(copying scene: CompactionScene) throws {
        test = try TestShard()
        kept = scene.kept
        released = scene.released
        try FileManager.default.copyItem(atPath: scene.test.path.string, toPath: test.path.string)
    }

    /// Returns the same shard, which nobody has open, in another directory.
    func copy() throws -> CompactionScene { try CompactionScene(copying: self) }

    /// The settings under which segments are small and nothing waits.
    static func settings(_ options: inout ShardOptions) {
        options.segmentByteLimit = 300_000
        options.uploadWindowByteCount = 150_000
        options.grace = 0
        options.maintenanceBytesPerSecond = 0
        options.reservedBytes = 0
    }

    /// Opens the shard.
    func open(on fileSystem: any FileSystem = LocalFileSystem()) async throws -> Shard {
        try await test.open(on: fileSystem, Self.settings)
    }

    /// Collects all that nobody holds.
    static func collect(_ shard: Shard) async throws {
        try await shard.sweep()
        for round in 1...3 {
            try await shard.collect(now: Date().addingTimeInterval(Double(round) * 60))
        }
    }

    /// Notes a blob that must be there from now on.
    mutating func keep(_ blob: PutBlob) { kept.append(blob) }

    /// Notes that a blob that had to be there is released.
    mutating func release(_ blob: PutBlob) {
        kept.removeAll { $0.reference == blob.reference }
        released.append(blob)
    }

    /// Checks that what must be there is there to the last byte, what was released is not, and the tallies are right.
    func check(_ shard: Shard, _ place: @autoclosure () -> String = "") async throws {
        for blob in kept { #expect(try await shard.bytes(of: blob) == blob.bytes, "\(place())") }
        for blob in released {
            await #expect(throws: BlobError.referenceNotFound(blob.reference), "\(place())") {
                try await shard.bytes(of: blob)
            }
        }
        try checkTallies(of: shard, place())
    }

    /// Opens the shard, checks it, writes to it, and does the same again without its index.
    func checkOpening(_ place: String) async throws {
        for isIndexLost in [false, true] {
            if isIndexLost { try test.removeIndex() }
            let shard = try await open()
            try await check(shard, "\(place), index lost: \(isIndexLost)")
            let more = try await shard.put([7, 7, 7, UInt8(kept.count & 0xFF)], in: DedupDomain(validating: "more"))
            #expect(try await shard.bytes(of: more) == more.bytes, "\(place)")
            await shard.close()
        }
        #expect(try drafts().isEmpty, "\(place): a draft stayed")
    }

    /// The names of the segment files.
    func segments() throws -> [SegmentName] {
        try SegmentDirectory(path: test.path.appending("segments"), fileSystem: LocalFileSystem()).names()
    }

    /// The files beside the segments.
    func drafts() throws -> [FilePath.Component] {
        try LocalFileSystem().list(at: test.path.appending("segments")).filter { !$0.string.hasSuffix(".segment") }
    }

    /// The live bytes of each segment are those of the rows that point into it.
    private func checkTallies(of shard: Shard, _ place: String) throws {
        var live: [UInt64: UInt64] = [:]
        for row in try shard.rows(\.chunks) {
            let location = try #require(ChunkLocation(decoding: row.value))
            live[location.segment, default: 0] += UInt64(location.storedLength)
        }
        for row in try shard.rows(\.manifests) {
            let location = try #require(ManifestLocation(decoding: row.value))
            live[location.segment, default: 0] += location.byteCount
        }
        for (segment, tally) in try shard.index.tallies() {
            #expect(tally.liveBytes == live[segment] ?? 0, "\(place): segment \(SegmentName(rawValue: segment))")
        }
    }
}
