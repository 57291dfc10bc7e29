import BlobModel
import BlobStoreTesting
import Testing

@testable import BlobStore

struct UploadBudgetTests {
    /// Returns once as many uploads wait as expected.
    private func waitUntil(_ budget: UploadBudget, hasWaiting count: Int) async {
        while budget.waiting != count { await Task.yield() }
    }

    @Test func `who finds no room waits until somebody gives back, the first one first`() async throws {
        let budget = UploadBudget(byteCount: 10)
        #expect(try await budget.take(8) == 8)
        let large = Task { try await budget.take(9) }
        await waitUntil(budget, hasWaiting: 1)
        // There would be room for it, but the large one would starve.
        let small = Task { try await budget.take(1) }
        await waitUntil(budget, hasWaiting: 2)
        budget.giveBack(8)
        #expect(try await large.value == 9)
        #expect(try await small.value == 1)
        #expect(budget.freeBytes == 0)
    }

    @Test func `who is cancelled while he waits takes nothing and lets the next one go`() async throws {
        let budget = UploadBudget(byteCount: 10)
        #expect(try await budget.take(8) == 8)
        let cancelled = Task { try await budget.take(9) }
        await waitUntil(budget, hasWaiting: 1)
        let next = Task { try await budget.take(2) }
        await waitUntil(budget, hasWaiting: 2)
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(try await next.value == 2)
        #expect(budget.freeBytes == 0 && budget.waiting == 0)
    }

    @Test func `who asks for more than there is at all gets all`() async throws {
        let budget = UploadBudget(byteCount: 10)
        #expect(try await budget.take(11) == 10)
    }

    @Test func `a share is given back when the upload lets go of it`() async throws {
        let budget = UploadBudget(byteCount: 10)
        do {
            var share = UploadShare(of: budget, byteCount: 6)
            #expect(budget.freeBytes == 10)
            try await share.take()
            try await share.take()
            #expect(budget.freeBytes == 4)
        }
        #expect(budget.freeBytes == 10)
    }

    @Test func `large uploads wait for each other, and a small one for nobody`() async throws {
        let scene = try UploadScene()
        let budget = UploadBudget(byteCount: 1 << 20)
        let shard = try await scene.open { $0.uploadBudget = budget }
        let domain = scene.domain
        let bytes = UploadScene.bytes(600_000)
        let body = GatedBody(Array(bytes[..<300_000]), then: Array(bytes[300_000...]))
        async let first = shard.put(body.stream, as: .random(), in: domain, limit: .max)
        await body.waitForReader()
        async let second = shard.put(.bytes(bytes), as: .random(), in: domain, limit: .max)
        await waitUntil(budget, hasWaiting: 1)
        _ = try await shard.put([1, 2, 3], in: domain)
        #expect(budget.waiting == 1)
        body.open()
        #expect(try await first.blob == second.blob)
        #expect(budget.freeBytes == 1 << 20)
        await shard.close()
    }
}
