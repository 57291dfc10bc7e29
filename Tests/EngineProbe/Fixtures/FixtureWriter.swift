import BlobModel
import BlobStore
import DurableIO
import FoundationEssentials
import RandomTesting
import SystemPackage

/// Writes a shard in the present format, with everything in it that the format has.
///
/// It holds blobs of no, one and several chunks, shared and edited ones, released and collected ones, an output of compaction,
/// sealed segments and an open one, and an open upload session.
struct FixtureWriter {
    private static let sessionSeed: UInt64 = 2_027
    private static let sessionByteCount = 250_000

    private let directory: FilePath
    private let place: ShardPlace
    private let domain: DedupDomain
    private var random = SeededGenerator(seed: 2_026)
    private var contents = FixtureContents()

    /// Makes a writer of a shard that is not there yet.
    ///
    /// - Parameters:
    ///   - directory: The shard's directory.
    ///   - workload: Says whether the shard is encrypted.
    /// - Throws: Nothing in practice.
    init(_ directory: FilePath, _ workload: WorkloadName) throws {
        self.directory = directory
        place = ShardPlace(directory, workload)
        domain = try DedupDomain(validating: "home")
    }

    /// Writes the shard and the list of what it holds.
    mutating func run() async throws {
        let shard = try await place.open()
        try await writeBlobs(to: shard)
        try await beginSession(in: shard)
        await shard.close()
        try writeContents()
        // The one is locked, and the other written, by whoever opens the shard.
        try LocalFileSystem().remove(at: directory.appending("index").appending("lock.mdb"))
        try LocalFileSystem().remove(at: directory.appending("shard.lock"))
    }

    private mutating func writeBlobs(to shard: Shard) async throws {
        let gone = [ProbeBlob(domain: domain, bytes: random.bytes(90_000), &random), blob(60_000)]
        for blob in gone { try await shard.put(blob) }
        try await keep(blob(0), in: shard)
        try await keep(blob(500), in: shard)
        let large = blob(120_000)
        try await keep(large, in: shard)
        for blob in gone {
            try await shard.release(blob.reference, in: domain)
            contents.released.append(FixtureContents.Released(domain: domain, reference: blob.reference))
        }
        try await keep(ProbeBlob(domain: domain, bytes: large.bytes + random.bytes(9_000), &random), in: shard)
        // It finds no room any more in the first segment, which is sealed.
        try await keep(blob(60_000), in: shard)
        try await shard.maintain(.collect)
        try await shard.maintain(.compact)
        try await keep(ProbeBlob(domain: domain, bytes: large.bytes, &random), in: shard)
        try await keep(blob(700), in: shard)
    }

    private mutating func beginSession(in shard: Shard) async throws {
        var random = SeededGenerator(seed: Self.sessionSeed)
        let bytes = random.bytes(Self.sessionByteCount)
        let session = try await shard.createUpload(in: domain)
        let part = UploadPart(body: .bytes(Array(bytes.dropLast(10))), offset: 0, endsUpload: false, limit: .max)
        let advanced = try await shard.append(part, to: session.session, in: domain)
        contents.sessions.append(
            FixtureContents.Session(
                domain: domain,
                session: session.session,
                offset: advanced.offset,
                seed: Self.sessionSeed,
                count: Self.sessionByteCount
            )
        )
    }

    private mutating func keep(_ blob: ProbeBlob, in shard: Shard) async throws {
        try await shard.put(blob)
        contents.blobs.append(
            FixtureContents.Blob(domain: domain, reference: blob.reference, blob: blob.id, size: blob.bytes.count)
        )
    }

    private mutating func blob(_ count: Int) -> ProbeBlob {
        ProbeBlob(domain: domain, bytes: random.bytes(count), &random)
    }

    private func writeContents() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let data = try encoder.encode(contents)
        try LocalFileSystem().createFile(at: directory.appending("contents.json")).append(Array(data).span)
    }
}
