import BlobModel
import BlobStore
import FoundationEssentials
import Logging
import SystemPackage

/// A shard of the benchmarks' own, opened within this process.
struct ShardPlace: Sendable {
    /// The shard's directory.
    let directory: FilePath

    /// The domain that everything is stored for.
    let domain: DedupDomain

    /// The settings of the shard, which are those of production unless they are changed.
    var options: ShardOptions

    private let identity: ShardIdentity
    private let bytes = StampedBytes()

    /// Names a shard that is made when it is first opened.
    ///
    /// - Throws: What making its directory throws.
    init(_ directory: FilePath) throws {
        self.directory = directory
        identity = ShardIdentity(shard: try ShardID(validating: "benchmark"), deployment: .random())
        domain = try DedupDomain(validating: "benchmark")
        options = ShardOptions(chunkingSecret: .random())
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
    }

    /// Opens the shard for the time of a body.
    ///
    /// - Throws: `BlobStoreError`, and what the body throws.
    func withShard<Value: Sendable>(_ body: (Shard) async throws -> Value) async throws -> Value {
        let shard = try await open()
        let result: Result<Value, any Error>
        do { result = .success(try await body(shard)) } catch { result = .failure(error) }
        await shard.close()
        return try result.get()
    }

    /// Stores blobs, no two of which share a chunk.
    ///
    /// - Parameters:
    ///   - shard: The shard.
    ///   - blobs: The number of blobs.
    ///   - length: The bytes of each.
    ///   - uploads: How many are under way at once.
    /// - Returns: What was stored, in no order.
    /// - Throws: `BlobError`.
    @discardableResult
    func fill(_ shard: Shard, blobs: Int, of length: Int, atOnce uploads: Int) async throws -> [StoredReference] {
        let serials = Serial()
        return try await withThrowingTaskGroup(of: [StoredReference].self) { group in
            for _ in 0..<uploads {
                group.addTask {
                    var stored: [StoredReference] = []
                    while true {
                        let serial = serials.take()
                        guard serial < blobs else { return stored }
                        stored.append(try await put(serial, of: length, into: shard))
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// Stores one blob under a reference of its own.
    ///
    /// - Throws: `BlobError`.
    func put(_ serial: Int, of length: Int, into shard: Shard) async throws -> StoredReference {
        let reference = ReferenceID.random()
        var bytes = bytes
        let body = ByteStream.bytes(bytes.body(count: length, serial: UInt64(serial)))
        let stored = try await shard.put(body, as: reference, in: domain, limit: .max)
        return StoredReference(reference: reference, blob: stored.blob)
    }

    /// Stores a blob of any length under a reference of its own; its bytes are made as they are read.
    ///
    /// - Throws: `BlobError`.
    func putLong(_ length: Int, into shard: Shard) async throws {
        let body = ByteStream(LongBody(bytes: bytes, length: length, serial: .random(in: 1 << 40...1 << 60)))
        _ = try await shard.put(body, as: .random(), in: domain, limit: .max)
    }

    /// Returns how long it takes to open the shard.
    ///
    /// - Throws: `BlobStoreError`.
    func secondsToOpen() async throws -> Double {
        let start = ContinuousClock.now
        let shard = try await open()
        let seconds = start.duration(to: .now).seconds
        await shard.close()
        return seconds
    }

    private func open() async throws -> Shard {
        try await Shard.open(at: directory, identity: identity, options: options, logger: Logger(label: "benchmarks"))
    }
}

/// A body that is made in pieces of 256 KiB as it is read, each with bytes of its own.
private struct LongBody: AsyncSequence, AsyncIteratorProtocol, Sendable {
    private static let pieceLength = 256 << 10

    var bytes: StampedBytes
    let length: Int
    let serial: UInt64
    var offset = 0

    func makeAsyncIterator() -> LongBody { self }

    mutating func next() async -> [UInt8]? {
        let count = Swift.min(Self.pieceLength, length - offset)
        guard count > 0 else { return nil }
        defer { offset += count }
        return bytes.body(count: count, serial: serial + UInt64(offset))
    }
}

/// A blob that was stored.
struct StoredReference: Sendable {
    /// Its reference.
    let reference: ReferenceID

    /// The blob.
    let blob: ContentID
}
