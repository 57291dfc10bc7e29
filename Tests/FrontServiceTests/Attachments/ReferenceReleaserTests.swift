import BlobModel
import BlobStoreTesting
import Logging
import Testing

@testable import FrontService

@Suite struct ReferenceReleaserTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func store(_ count: Int, in domain: DedupDomain, of blobs: MemoryBlobStore) async throws -> [ReferenceID] {
        var references: [ReferenceID] = []
        for _ in 0..<count {
            let reference = ReferenceID.random()
            _ = try await blobs.put(.bytes([1]), as: reference, in: domain, limit: 1)
            references.append(reference)
        }
        return references
    }

    @Test func `what waits is released, also when it came before the service ran`() async throws {
        let blobs = MemoryBlobStore()
        let domain = try DedupDomain(validating: "home")
        let references = try await store(3, in: domain, of: blobs)
        let releaser = ReferenceReleaser(blobs: blobs, logger: logger)
        releaser.release(references[0], in: domain)
        releaser.release(references[2], in: domain)
        releaser.close()
        await releaser.run()
        #expect(blobs.references(in: domain) == [references[1]])
    }

    @Test func `a release that fails is left, and ends nothing`() async throws {
        let blobs = MemoryBlobStore()
        let domain = try DedupDomain(validating: "home")
        let references = try await store(1, in: domain, of: blobs)
        blobs.fail(with: .unavailable("no node"))
        let releaser = ReferenceReleaser(blobs: blobs, logger: logger)
        releaser.release(references[0], in: domain)
        releaser.close()
        await releaser.run()
        #expect(blobs.references(in: domain) == Set(references))
    }

    @Test func `cancellation ends the service`() async {
        let releaser = ReferenceReleaser(blobs: MemoryBlobStore(), logger: logger)
        let task = Task { await releaser.run() }
        task.cancel()
        await task.value
    }
}
