import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import FoundationEssentials
import RandomTesting
import SystemPackage
import Testing

/// Rebuilds what a loss of power may leave at any moment of a shard's life, and opens it.
///
/// Of what was not synchronised, any 4 KiB piece may be lost, and any file whose directory was not; of the index, the last
/// commits (`MDB_NOMETASYNC`) or all of it.
struct PowerLossTests {
    @Test func `no loss of power loses what was acknowledged or leaves a reference to garbage`() async throws {
        let life = try await RecordedLife()
        for seed in 0..<100 as Range<UInt64> {
            let losses = try await Self.losses(of: life, seed: seed)
            #expect(losses.isEmpty, "seed \(seed)")
        }
    }

    @Test func `a disk that ignores synchronisations is found out by the same losses of power`() async throws {
        let life = try await RecordedLife().withoutSynchronisations()
        var found = 0
        for seed in 0..<20 as Range<UInt64> {
            let losses = try? await Self.losses(of: life, seed: seed)
            if losses?.isEmpty != true { found += 1 }
        }
        #expect(found > 0)
    }

    /// Returns what is wrong with a shard after a loss of power at a random moment of its life.
    private static func losses(of life: RecordedLife, seed: UInt64) async throws -> [String] {
        var random = SeededGenerator(seed: seed)
        let end = Int.random(in: 0...life.events.count, using: &random)
        let test = try TestShard()
        let acknowledged = try life.restore(to: test, upTo: end, &random)
        let shard = try await test.open()
        var losses = try await losses(of: life.blobs, acknowledged: acknowledged, in: shard)
        let more = try await shard.put([1, 2, 3], in: life.blobs[0].domain)
        await shard.close()
        try test.removeIndex()
        let rebuilt = try await test.open()
        losses += try await self.losses(of: [more], acknowledged: 1, in: rebuilt)
        losses += try await self.losses(of: life.blobs, acknowledged: acknowledged, in: rebuilt)
        await rebuilt.close()
        return losses
    }

    private static func losses(of blobs: [PutBlob], acknowledged: Int, in shard: Shard) async throws -> [String] {
        var losses: [String] = []
        for (number, blob) in blobs.enumerated() {
            do {
                let bytes = try await shard.bytes(of: blob)
                if bytes != blob.bytes { losses.append("put \(number) came back changed") }
            } catch BlobError.referenceNotFound {
                if number < acknowledged { losses.append("put \(number) of \(acknowledged) is lost") }
            }
        }
        return losses
    }
}

/// A life of a shard: all changes of the disk, and the index as it was after each acknowledgement.
private struct RecordedLife {
    private static let sizes = [300, 90_000, 0, 700_000, 20, 250_000, 64 << 10, 1_000_000, 5_000, 400_000]

    let blobs: [PutBlob]
    private(set) var events: [FileEvent]
    private let root: FilePath
    private let indexes: [[UInt8]]

    init() async throws {
        let test = try TestShard()
        let recorder = RecordingFileSystem()
        let shard = try await test.open(on: recorder) {
            $0.segmentByteLimit = 600_000
            $0.uploadWindowByteCount = 200_000
        }
        var blobs: [PutBlob] = []
        var indexes = [try Self.index(of: test)]
        for (number, size) in Self.sizes.enumerated() {
            var random = SeededGenerator(seed: UInt64(number))
            blobs.append(try await shard.put(random.bytes(size), in: DedupDomain(validating: "home-\(number % 2)")))
            indexes.append(try Self.index(of: test))
            recorder.mark("acknowledged")
        }
        await shard.close()
        self.blobs = blobs
        self.indexes = indexes
        events = recorder.events
        root = test.path
    }

    /// Returns the life on a disk that says that bytes are durable when they are not.
    func withoutSynchronisations() -> RecordedLife {
        var life = self
        life.events.removeAll { event in
            guard case .synchronise = event else { return false }
            return true
        }
        return life
    }

    /// Makes the directory of a shard that lost power after some of the events.
    ///
    /// - Returns: The number of puts that were acknowledged before.
    func restore(to test: TestShard, upTo end: Int, _ random: inout SeededGenerator) throws -> Int {
        var disk = SimulatedDisk()
        for event in events[..<end] { disk.apply(event) }
        let acknowledged = events[..<end].count { $0 == .mark("acknowledged") }
        let target = LocalFileSystem()
        for directory in [test.path, test.path.appending("segments"), test.path.appending("index")] {
            try target.createDirectory(at: directory)
        }
        for (path, bytes) in disk.afterPowerLoss(&random) {
            guard let name = path.lastComponent else { continue }
            let folder = path.parent == root ? test.path : test.path.appending("segments")
            try target.createFile(at: folder.appending(name)).append(bytes.span)
        }
        try restoreIndex(to: test, acknowledged, &random)
        return acknowledged
    }

    /// The index is that of the last acknowledgement, or the one before, or lost.
    private func restoreIndex(to test: TestShard, _ acknowledged: Int, _ random: inout SeededGenerator) throws {
        let age = Int.random(in: 0...2, using: &random)
        guard age < 2, acknowledged >= age else { return }
        let path = test.path.appending("index").appending("data.mdb")
        let index = indexes[acknowledged - age]
        try LocalFileSystem().createFile(at: path).append(index.span)
    }

    private static func index(of test: TestShard) throws -> [UInt8] {
        try LocalFileSystem().contents(at: test.path.appending("index").appending("data.mdb"))
    }
}

/// The files of a disk, each with what of it is durable.
private struct SimulatedDisk {
    private struct File {
        var bytes: [UInt8] = []
        var durable: [UInt8] = []
        var hasDurableName = false

        mutating func cut(to size: Int) {
            bytes = Array(bytes.prefix(size))
        }

        mutating func synchronise() {
            durable = bytes
        }
    }

    private var files: [FilePath: File] = [:]

    mutating func apply(_ event: FileEvent) {
        switch event {
        case .createFile(let path): files[path] = File()
        case .write(let path, _, let bytes): files[path]?.bytes += bytes
        case .truncate(let path, let size): files[path]?.cut(to: Int(size))
        case .synchronise(let path): files[path]?.synchronise()
        case .synchroniseDirectory(let path):
            for name in files.keys where name.parent == path { files[name]?.hasDurableName = true }
        case .rename(let source, let target):
            files[target] = files.removeValue(forKey: source)
        case .remove(let path): files[path] = nil
        case .createDirectory, .mark: break
        }
    }

    /// Returns the files that are left, with random losses of what was not durable.
    func afterPowerLoss(_ random: inout SeededGenerator) -> [(FilePath, [UInt8])] {
        var left: [(FilePath, [UInt8])] = []
        for (path, file) in files.sorted(by: { $0.key.string < $1.key.string }) {
            guard file.hasDurableName || Bool.random(using: &random) else { continue }
            left.append((path, Self.lose(file.bytes, after: file.durable.count, &random)))
        }
        return left
    }

    private static func lose(_ bytes: [UInt8], after durable: Int, _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(bytes.prefix(Int.random(in: durable...max(durable, bytes.count), using: &random)))
        for start in stride(from: durable / 4_096 * 4_096, to: bytes.count, by: 4_096) {
            guard Bool.random(using: &random) else { continue }
            for index in max(start, durable)..<min(start + 4_096, bytes.count) { bytes[index] = 0 }
        }
        return bytes
    }
}
