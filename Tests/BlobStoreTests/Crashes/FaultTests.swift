import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import RandomTesting
import Testing

/// Forces an error at each write, synchronisation, and change of a directory, and opens the shard again.
struct FaultTests {
    private static let operations: [FileOperation] = [.write, .synchronise, .synchroniseDirectory, .createFile]

    @Test(arguments: operations, 1...12)
    func `an error at any step loses nothing that was acknowledged`(
        _ operation: FileOperation,
        _ step: Int
    ) async throws {
        let test = try TestShard()
        let fileSystem = FaultyFileSystem(failing: FaultPoint(operation, step), with: .inputOutput(after: 500))
        var acknowledged: [PutBlob] = []
        var refused: [PutBlob] = []
        if let shard = try? await test.open(on: fileSystem, { $0.segmentByteLimit = 200_000 }) {
            for number in 0..<8 as Range<UInt64> {
                var random = SeededGenerator(seed: number)
                let domain = try DedupDomain(validating: "home-\(number % 2)")
                let blob = PutBlob(reference: .random(), domain: domain, bytes: random.bytes(90_000))
                do {
                    try await shard.put(blob)
                    acknowledged.append(blob)
                } catch is BlobError {
                    refused.append(blob)
                }
                for kept in acknowledged { #expect(try await shard.bytes(of: kept) == kept.bytes) }
            }
            await shard.close()
        }
        for isIndexLost in [false, true] {
            if isIndexLost { try test.removeIndex() }
            let again = try await test.open()
            for blob in acknowledged { #expect(try await again.bytes(of: blob) == blob.bytes) }
            for blob in refused { try await Self.requireWholeOrAbsent(blob, in: again) }
            await again.close()
        }
    }

    /// What was refused may be there, since the process cannot know, but never in part.
    private static func requireWholeOrAbsent(_ blob: PutBlob, in shard: Shard) async throws {
        do {
            let bytes = try await shard.bytes(of: blob)
            #expect(bytes == blob.bytes)
        } catch BlobError.referenceNotFound {
            return
        }
    }
}
