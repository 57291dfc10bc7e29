import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import FoundationEssentials
import Glibc
import KeyValueIndex
import SystemPackage
import Testing

/// An index of which the disk does not give the beginning back.
struct UnreadableIndexTests {
    /// The local file system on a disk that does not give a byte of a file back.
    private struct BadSector: WrappingFileSystem {
        let base: any FileSystem = LocalFileSystem()
        let path: FilePath
        let offset: Int

        func openForReading(at path: FilePath) throws(FileError) -> any ReadFile {
            let file = try base.openForReading(at: path)
            return path == self.path ? File(base: file, offset: UInt64(offset)) : file
        }
    }

    private final class File: WrappingReadFile {
        let base: any ReadFile
        private let offset: UInt64

        init(base: any ReadFile, offset: UInt64) {
            self.base = base
            self.offset = offset
        }

        func read(at start: UInt64, into bytes: inout MutableSpan<UInt8>) throws(FileError) -> Int {
            guard start > offset || start + UInt64(bytes.count) <= offset else {
                throw .system(operation: .read, path: path, errno: .ioError)
            }
            return try base.read(at: start, into: &bytes)
        }
    }

    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain.sample()
    }

    private func fill() async throws -> PutBlob {
        let shard = try await test.open()
        let blob = try await shard.put([1, 2, 3], in: domain)
        await shard.close()
        return blob
    }

    private func disk(without offset: Int) -> BadSector {
        BadSector(path: test.path.appending("index").appending("data.mdb"), offset: offset)
    }

    private var pageByteCount: Int { Int(sysconf(Int32(_SC_PAGESIZE))) }

    @Test(arguments: [0, 1])
    func `a first page that the disk does not give back refuses the shard, and the refusal says what to do`(
        _ page: Int
    ) async throws {
        let blob = try await fill()
        let disk = disk(without: page * pageByteCount + 20)
        let refusal = await #expect(throws: BlobStoreError.self) { _ = try await test.open(on: disk) }
        let error = try #require(refusal)
        #expect(error == .index(.system(call: .readPages, errno: .ioError)))
        #expect(error.isDamageOfFiles)
        #expect("\(error)".hasPrefix("The index cannot be read: "))
        #expect("\(error)".contains("attache shard rebuild --directory"))

        #expect(try ShardRebuild(at: test.path).run().isWhole)
        let shard = try await test.open()
        #expect(try await shard.bytes(of: blob) == blob.bytes)
        await shard.close()
    }

    @Test func `a sector behind the first pages is left to the look at what the index uses`() async throws {
        let blob = try await fill()
        let shard = try await test.open(on: disk(without: 2 * pageByteCount))
        #expect(try await shard.bytes(of: blob) == blob.bytes)
        await shard.close()
    }
}
