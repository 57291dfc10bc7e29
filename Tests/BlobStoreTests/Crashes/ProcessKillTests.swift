import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import Glibc
import Logging
import RandomTesting
import SystemPackage
import Testing

/// Kills a process that writes to a shard at each of its changes of the disk, and looks at what it leaves.
struct ProcessKillTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 27, 30, 33, 36, 40])
    func `a killed process loses nothing that it acknowledged`(_ change: Int) async throws {
        let test = try TestShard()
        let path = test.directory.path.string
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, change] in
            let shard = try await KilledShard(directory: path).open(killingAt: change)
            for number in 0..<UInt64.max { try await KilledShard(directory: path).put(number, into: shard) }
        }
        let acknowledged = try KilledShard(directory: path).acknowledged()
        let shard = try await test.open()
        for number in 0..<acknowledged + 2 {
            let blob = try KilledShard.blob(number)
            do {
                let bytes = try await shard.bytes(of: blob)
                #expect(bytes == blob.bytes, "put \(number) of \(acknowledged) came back changed, change \(change)")
            } catch BlobError.referenceNotFound {
                #expect(number >= acknowledged, "put \(number) of \(acknowledged) is lost, change \(change)")
            }
        }
        try await shard.put(try KilledShard.blob(acknowledged + 2))
        await shard.close()
    }
}

/// The shard of a process that will be killed, and the file in which it notes what was acknowledged.
private struct KilledShard {
    private static let sizes = [100, 70_000, 0, 400_000, 5_000, 1_200_000]

    let directory: String

    /// Returns the blob of a number, the same in both processes.
    static func blob(_ number: UInt64) throws -> PutBlob {
        var random = SeededGenerator(seed: number)
        guard let reference = ReferenceID(bytes: random.bytes(16)) else { preconditionFailure("16 bytes are an ID.") }
        let size = sizes[Int(number % UInt64(sizes.count))]
        return PutBlob(
            reference: reference,
            domain: try DedupDomain(validating: "home-\(number % 3)"),
            bytes: random.bytes(size)
        )
    }

    func open(killingAt change: Int) async throws -> Shard {
        var options = ShardOptions(chunkingSecret: try ChunkingSecret(validating: [UInt8](0..<32)))
        options.segmentByteLimit = 1 << 20
        options.uploadWindowByteCount = 256 << 10
        return try await Shard.open(
            at: FilePath(directory).appending("shard"),
            identity: ShardIdentity(
                shard: try ShardID(validating: "shard-1"),
                deployment: try DeploymentID(validating: "aaaaaaaaaaaaaaaaaaaaaaaaaa")
            ),
            options: options,
            fileSystem: KillingFileSystem(at: change),
            logger: .silent
        )
    }

    /// Puts a blob and notes that it was acknowledged.
    func put(_ number: UInt64, into shard: Shard) async throws {
        try await shard.put(try Self.blob(number))
        let file = LocalFileSystem()
        let notes = try? file.openForAppending(at: notesPath)
        try (notes ?? file.createFile(at: notesPath)).append([1].span)
    }

    /// Returns how many puts were acknowledged.
    func acknowledged() throws -> UInt64 {
        do {
            return UInt64(try LocalFileSystem().contents(at: notesPath).count)
        } catch  where error.isAbsence {
            return 0
        }
    }

    private var notesPath: FilePath { FilePath(directory).appending("acknowledged") }
}
