import BlobModel
import BlobStoreTesting
import KeyValueIndex
import SystemPackage
import Testing

@testable import BlobStore

/// "If fdatasync fails: fail the batch, stop writes to that shard", also when background work was what synchronised.
struct MaintenanceFaultTests {
    @Test(arguments: [LMDBCall.commit, .synchronise])
    func `background work whose commit the disk refused stops the writes`(_ call: LMDBCall) async throws {
        let test = try TestShard()
        let shard = try await test.open()
        let blob = try await shard.put([1, 2, 3], in: DedupDomain(validating: "home"))
        let error = await #expect(throws: BlobStoreError.self) {
            try await shard.openParts().writer.perform { (_) throws(BlobStoreError) in
                throw .index(.system(call: call, errno: .ioError))
            }
        }
        guard case .writesStopped? = error else {
            Issue.record("\(error.debugDescription)")
            return
        }
        #expect(!shard.isWritable)
        #expect(try await shard.bytes(of: blob) == blob.bytes, "reads go on")
        await shard.close()
        let again = try await test.open()
        #expect(again.isWritable)
        await again.close()
    }

    @Test func `background work that finds the disk full stops nothing`() async throws {
        let shard = try await TestShard().open()
        let writer = try shard.openParts().writer
        await #expect(throws: BlobStoreError.index(.system(call: .commit, errno: .noSpace))) {
            try await writer.perform { (_) throws(BlobStoreError) in
                throw .index(.system(call: .commit, errno: .noSpace))
            }
        }
        #expect(shard.isWritable)
        await shard.close()
    }
}
