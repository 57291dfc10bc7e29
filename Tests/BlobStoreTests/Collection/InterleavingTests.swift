import BlobModel
import BlobStoreTesting
import Testing

@testable import BlobStore

/// Every order in which uploads and a collection of the same chunks can meet, with no grace to keep them apart.
///
/// After each order: what was acknowledged reads back whole; what failed, failed with the retryable `chunkMissing` and
/// succeeds when it is tried again; the index is consistent; nothing is left over.
struct InterleavingTests {
    private let test: TestShard

    init() throws {
        test = try TestShard()
    }

    private func open() async throws -> Shard {
        try await test.open { options in
            options.now = { [clock = TestClock()] in clock.now }
            options.grace = 0
            options.maintenanceBytesPerSecond = 0
        }
    }

    /// Takes all orders of some uploads and collections, or every nth of them.
    private func takeAll(
        _ scene: InterleavingScene,
        uploads: [ScriptedUpload.Windows],
        collections: [Bool] = [true],
        every nth: Int = 1
    ) async throws -> InterleavingOutcomes {
        let shard = try await open()
        var outcomes = InterleavingOutcomes()
        let lengths = uploads.map(\.count) + collections.map { _ in ScriptedCollection.length }
        for (number, order) in Interleavings(lengths: lengths).enumerated() where number.isMultiple(of: nth) {
            var run = try await InterleavingRun(
                scene,
                number: number,
                uploads: uploads,
                collections: collections,
                in: shard
            )
            try await run.take(order, in: shard, &outcomes)
        }
        await shard.close()
        return outcomes
    }

    @Test func `the orders of three and two steps are ten`() {
        let orders = Array(Interleavings(lengths: [3, 2]))
        #expect(orders.count == 10 && Set(orders).count == 10)
        #expect(orders.allSatisfy { $0.filter { $0 == 0 }.count == 3 && $0.count == 5 })
    }

    @Test(arguments: InterleavingScene.allCases, [WriteOperation.Answer.whenAppended, .whenDurable])
    func `an upload and a collection in every order`(
        _ scene: InterleavingScene,
        _ answer: WriteOperation.Answer
    ) async throws {
        let outcomes = try await takeAll(scene, uploads: [.appended(by: 2, count: 3, answered: answer)])
        #expect(outcomes.problems.isEmpty)
        #expect(outcomes.acknowledged > 0, "no upload was in time")
        #expect(outcomes.refused > 0, "no upload met the collection")
        #expect(outcomes.acknowledged + outcomes.refused == 35)
    }

    @Test(arguments: InterleavingScene.allCases)
    func `an upload that brings all its bytes with the commit is never refused`(
        _ scene: InterleavingScene
    ) async throws {
        let outcomes = try await takeAll(scene, uploads: [.committed])
        #expect(outcomes.problems.isEmpty)
        #expect(outcomes.acknowledged == 5 && outcomes.refused == 0)
    }

    @Test func `two uploads and a collection in every order`() async throws {
        let uploads = [ScriptedUpload.Windows.appended(by: 4, count: 2), .appended(by: 4, count: 2)]
        let outcomes = try await takeAll(.released, uploads: uploads)
        #expect(outcomes.problems.isEmpty)
        #expect(outcomes.acknowledged > 0 && outcomes.refused > 0)
        #expect(outcomes.acknowledged + outcomes.refused == 840)
    }

    @Test func `an upload and two collections in one order of twenty-one`() async throws {
        let uploads = [ScriptedUpload.Windows.appended(by: 4, count: 2)]
        let outcomes = try await takeAll(.released, uploads: uploads, collections: [true, true], every: 21)
        #expect(outcomes.problems.isEmpty)
        #expect(outcomes.acknowledged > 0 && outcomes.refused > 0)
    }

    @Test(arguments: [InterleavingScene.released, .orphaned, .shared, .single])
    func `a collection that does not look again is found out by the same orders`(
        _ scene: InterleavingScene
    ) async throws {
        let outcomes = try await takeAll(scene, uploads: [.appended(by: 2, count: 3)], collections: [false])
        #expect(!outcomes.problems.isEmpty)
    }
}
