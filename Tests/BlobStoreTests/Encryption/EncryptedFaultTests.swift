import BlobModel
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// Forces an error at each operation on files of an encrypted shard, and opens the shard again.
struct EncryptedFaultTests {
    private static let operations: [FileOperation] = [
        .createFile, .openFile, .write, .synchronise, .rename, .synchroniseDirectory, .createDirectory, .remove, .read,
    ]

    private let test: TestShard
    private let ring = MasterKeyRing(current: .random())

    init() throws {
        test = try TestShard()
    }

    private func open(on fileSystem: any FileSystem = LocalFileSystem()) async throws -> Shard {
        try await test.open(on: fileSystem) {
            $0.masterKeys = ring
            $0.segmentByteLimit = 200_000
        }
    }

    @Test(arguments: operations, 1...6)
    func `an error at any step loses nothing that was acknowledged`(
        _ operation: FileOperation,
        _ step: Int
    ) async throws {
        let fileSystem = FaultyFileSystem(failing: FaultPoint(operation, step), with: .inputOutput(after: 50))
        var acknowledged: [PutBlob] = []
        if let shard = try? await open(on: fileSystem) {
            for number in 0..<6 as Range<UInt64> {
                var random = SeededGenerator(seed: number)
                let domain = try DedupDomain(validating: "home-\(number % 3)")
                let blob = PutBlob(reference: .random(), domain: domain, bytes: random.bytes(90_000))
                do {
                    try await shard.put(blob)
                    acknowledged.append(blob)
                } catch is BlobError {
                    continue
                }
            }
            await shard.close()
        }
        for isIndexLost in [false, true] {
            if isIndexLost { try test.removeIndex() }
            let again = try await open()
            for blob in acknowledged { #expect(try await again.bytes(of: blob) == blob.bytes) }
            try await again.put([1, 2, 3], in: DedupDomain(validating: "home-0"))
            await again.close()
        }
    }

    @Test(arguments: [FileOperation.createFile, .write, .synchronise, .rename, .synchroniseDirectory, .openFile])
    func `an erasure that fails at any step can be repeated, and then is durable`(
        _ operation: FileOperation
    ) async throws {
        let domain = try DedupDomain(validating: "home")
        let fileSystem = FaultyFileSystem()
        let shard = try await open(on: fileSystem)
        let blob = try await shard.put([1, 2, 3], in: domain)
        fileSystem.fail(FaultPoint(operation, fileSystem.count(of: operation) + 1), with: .inputOutput)
        await #expect(throws: BlobStoreError.self) { try await shard.eraseKey(of: domain) }
        fileSystem.heal()
        let writes = fileSystem.count(of: .rename)
        try await shard.eraseKey(of: domain)
        #expect(fileSystem.count(of: .rename) > writes, "the repeated erasure wrote nothing")
        await shard.close()
        let again = try await open()
        await #expect(throws: BlobError.self) { try await again.bytes(of: blob) }
        #expect(try await again.masterKeyStatus().erased == 1)
        await again.close()
    }
}
