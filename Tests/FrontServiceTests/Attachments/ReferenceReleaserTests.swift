import AttachmentStore
import BlobModel
import BlobStoreTesting
import FoundationEssentials
import Testing

@testable import FrontService

@Suite struct ReferenceReleaserTests {
    private func store(_ count: Int, _ test: AttachmentFront) async throws -> [ReferenceID] {
        var references: [ReferenceID] = []
        for _ in 0..<count {
            let reference = ReferenceID.random()
            _ = try await test.blobs.put(.bytes([1]), as: reference, in: try await test.domain(), limit: 1)
            references.append(reference)
        }
        return references
    }

    @Test func `what waits is released, also when it came before the service ran`() async throws {
        try await AttachmentFront.run { test in
            let references = try await store(3, test)
            test.releaser.release(references[0], in: try await test.domain())
            test.releaser.release(references[2], in: try await test.domain())
            try await test.settle()
            #expect(try await test.references() == [references[1]])
        }
    }

    @Test func `a reference is kept for as long as its upload may still be under way at the node`() async throws {
        try await AttachmentFront.run { test in
            let references = try await store(1, test)
            let start = test.front.clock.now
            test.releaser.release(references[0], in: try await test.domain())
            test.releaser.close()
            await test.releaser.run()
            let worker = ReleaseWorker(dependencies: test.dependencies, logger: .silent)
            #expect(try await worker.workOff() == start.addingTimeInterval(ReferenceReleaser.delay))
            #expect(try await test.references() == Set(references))
        }
    }

    @Test func `an orphan whose node is away is released once the node is back`() async throws {
        try await AttachmentFront.run { test in
            let references = try await store(1, test)
            test.blobs.fail(with: .unavailable("no node"))
            test.releaser.release(references[0], in: try await test.domain())
            try await test.settle()
            #expect(try await test.references() == Set(references))
            test.blobs.fail(with: nil)
            test.front.clock.advance(by: 3600)
            let worker = ReleaseWorker(dependencies: test.dependencies, logger: .silent)
            #expect(try await worker.workOff() == nil)
            #expect(try await test.references().isEmpty)
        }
    }

    @Test func `the reference of an attachment is never released by mistake`() async throws {
        try await AttachmentFront.run { test in
            let held = try await test.attach()
            test.releaser.release(held.holding.reference, in: held.holding.domain)
            try await test.settle()
            #expect(try await test.references() == [held.holding.reference])
        }
    }

    @Test func `cancellation ends the service`() async throws {
        try await AttachmentFront.run { test in
            let task = Task { await test.releaser.run() }
            task.cancel()
            await task.value
        }
    }
}
