import BlobModel
import BlobStore
import BlobStoreTesting
import FoundationEssentials
import RandomTesting
import Synchronization

/// A shard with an upload session, and a clock that the test moves.
struct UploadScene: Sendable {
    /// A clock that stands still until it is moved.
    final class Clock: Sendable {
        private let date = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

        /// The present.
        var now: Date { date.withLock { $0 } }

        /// Moves the clock.
        func advance(by seconds: Double) { date.withLock { $0 += seconds } }
    }

    /// The directory.
    let test: TestShard

    /// The domain of all uploads.
    let domain: DedupDomain

    /// The clock of the shard.
    let clock = Clock()

    /// Makes an empty directory.
    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    /// Opens the shard.
    func open(_ change: @Sendable (inout ShardOptions) -> Void = { _ in }) async throws -> Shard {
        try await test.open { [clock] options in
            options.now = { clock.now }
            change(&options)
        }
    }

    /// Returns bytes that are the same in every run.
    static func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return random.bytes(count)
    }

    /// Returns the name of a blob.
    static func name(of bytes: [UInt8]) -> ContentID { ContentID(of: bytes.span) }

    /// Returns a part of an upload.
    static func part(_ bytes: some Sequence<UInt8>, at offset: UInt64, ends: Bool, limit: UInt64 = .max) -> UploadPart {
        let body = ByteStream.pieces(of: Array(bytes), length: 60_000)
        return UploadPart(body: body, offset: offset, endsUpload: ends, limit: limit)
    }

    /// Sends bytes in parts of a length, each from where the session stands, and returns the session's end.
    @discardableResult
    func send(
        _ bytes: [UInt8],
        in parts: Int,
        to session: UploadSessionID,
        of shard: any UploadStorage,
        upTo end: Int? = nil
    ) async throws -> UInt64 {
        var offset = try await shard.upload(session, in: domain).offset
        var limit = Int(offset)
        let end = end ?? bytes.count
        while limit < end {
            limit = min(limit + parts, end)
            let part = Self.part(bytes[Int(offset)..<limit], at: offset, ends: limit == bytes.count)
            offset = try await shard.append(part, to: session, in: domain).offset
        }
        return offset
    }

    /// Commits a session under a new reference.
    func commit(_ session: UploadSessionID, _ bytes: [UInt8], of shard: any UploadStorage) async throws -> StoredBlob {
        let completion = UploadCompletion(reference: .random(), length: UInt64(bytes.count))
        return try await shard.commit(session, as: completion, in: domain)
    }
}

/// A body that brings some bytes, tells that they were taken, and then waits until it is let go on.
final class GatedBody: Sendable {
    private let first: [UInt8]
    private let second: [UInt8]
    private let (arrivals, bell) = AsyncStream<Void>.makeStream()
    private let (opened, gate) = AsyncStream<Void>.makeStream()

    /// Makes a body of two runs of bytes with the gate between them.
    init(_ first: [UInt8], then second: [UInt8]) {
        self.first = first
        self.second = second
    }

    /// The body, which can be read once.
    var stream: ByteStream { ByteStream(Pieces(body: self)) }

    /// Returns once the reader has come to the gate.
    func waitForReader() async {
        for await _ in arrivals { return }
    }

    /// Opens the gate.
    func open() { gate.finish() }

    private struct Pieces: AsyncSequence, AsyncIteratorProtocol {
        let body: GatedBody
        var given = 0

        func makeAsyncIterator() -> Pieces { self }

        mutating func next() async -> [UInt8]? {
            given += 1
            switch given {
            case 1: return body.first
            case 2:
                body.bell.finish()
                for await _ in body.opened {}
                return body.second
            default: return nil
            }
        }
    }
}

/// A body that must not be read.
struct UnreadBody: AsyncSequence, AsyncIteratorProtocol, Sendable {
    /// Returns the only iterator.
    func makeAsyncIterator() -> UnreadBody { self }

    /// Fails, since it was read.
    mutating func next() async throws -> [UInt8]? {
        throw BlobError.bodyFailed("The body was read.")
    }
}
