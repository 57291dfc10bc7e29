import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import FoundationEssentials
import Logging
import SystemPackage

/// A directory with a shard that a test opens, closes, and opens again.
final class TestShard: Sendable {
    let directory: TemporaryDirectory
    let identity: ShardIdentity
    let secret: ChunkingSecret

    /// Makes an empty directory; the identity and the secret are the same in every run.
    init(shard: String = "shard-1") throws {
        directory = try TemporaryDirectory()
        identity = ShardIdentity(
            shard: try ShardID(validating: shard),
            deployment: try DeploymentID(validating: "aaaaaaaaaaaaaaaaaaaaaaaaaa")
        )
        secret = try ChunkingSecret(validating: [UInt8](0..<32))
    }

    /// The path of the shard.
    var path: FilePath { directory.appending("shard") }

    /// The path of a segment.
    func segment(_ number: Int) -> FilePath {
        let digits = String(number, radix: 16)
        let name = String(repeating: "0", count: 16 - digits.count) + digits + ".segment"
        return path.appending("segments").appending(name)
    }

    /// Opens the shard.
    func open(
        on fileSystem: any FileSystem = LocalFileSystem(),
        _ change: (inout ShardOptions) -> Void = { _ in }
    ) async throws -> Shard {
        var options = ShardOptions(chunkingSecret: secret)
        change(&options)
        return try await Shard.open(
            at: path,
            identity: identity,
            options: options,
            fileSystem: fileSystem,
            logger: .silent
        )
    }
}

/// A blob that a test has put, to be looked for later.
struct PutBlob: Sendable {
    let reference: ReferenceID
    let domain: DedupDomain
    let bytes: [UInt8]

    /// The blob's content ID.
    var content: ContentID { ContentID(of: bytes.span) }
}

extension BlobWriter where Self: BlobReader & ReferenceReader {
    /// Puts bytes under a new reference.
    @discardableResult
    func put(_ bytes: [UInt8], in domain: DedupDomain) async throws -> PutBlob {
        let blob = PutBlob(reference: .random(), domain: domain, bytes: bytes)
        _ = try await put(blob)
        return blob
    }

    /// Puts a blob under its reference.
    @discardableResult
    func put(_ blob: PutBlob) async throws -> StoredBlob {
        let body = ByteStream.pieces(of: blob.bytes, length: 60_000)
        return try await put(body, as: blob.reference, in: blob.domain, limit: .max)
    }

    /// Returns the bytes that a blob's reference names.
    func bytes(of blob: PutBlob) async throws -> [UInt8] {
        let description = try await self.blob(of: blob.reference, in: blob.domain)
        return try await read(description.blob, in: blob.domain, range: nil).collect(upTo: 1 << 30)
    }
}

extension TestShard {
    /// Changes a bit of each byte at an offset of a segment.
    func flip(_ number: Int, at offset: UInt64) throws {
        var bytes = try LocalFileSystem().contents(at: segment(number))
        bytes[Int(offset)] ^= 1
        try LocalFileSystem().replaceFile(at: segment(number), with: bytes)
    }

    /// Removes the index.
    func removeIndex() throws {
        try remove("index")
    }

    /// Removes a file or a folder of the shard.
    func remove(_ name: FilePath.Component) throws {
        try FileManager.default.removeItem(atPath: path.appending(name).string)
    }
}

extension Logger {
    /// A logger that says nothing but the worst.
    static var silent: Logger {
        var logger = Logger(label: "shard-test")
        logger.logLevel = .critical
        return logger
    }
}
