import BlobModel
import BlobStoreTesting
import DurableIO
import FoundationEssentials
import KeyValueIndex
import Synchronization
import Testing

@testable import BlobStore

@Suite struct RecounterTests {
    private let files: TestShard
    private let domain: DedupDomain
    private let oracle = StubOracle()
    private let clock = ManualClock()

    init() throws {
        files = try TestShard()
        domain = try .sample()
    }

    /// A clock that stands until a test moves it.
    private final class ManualClock: Sendable {
        private let seconds = Mutex(1_700_000_000.0)

        var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }

        func advance(hours: Double) {
            seconds.withLock { $0 += hours * 3600 }
        }
    }

    private func open(grace: Double = 86_400) async throws -> Shard {
        try await files.open { options in
            options.grace = grace
            options.now = { [clock] in clock.now }
        }
    }

    private func put(_ count: Int, in shard: Shard) async throws -> [PutBlob] {
        // At once, so that they share their synchronisations.
        try await withThrowingTaskGroup(of: PutBlob.self) { [domain] group in
            for number in 0..<count {
                group.addTask { try await shard.put(Array("blob \(number)".utf8), in: domain) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func exists(_ blob: PutBlob, in shard: Shard) async throws -> Bool {
        do {
            _ = try await shard.blob(of: blob.reference, in: blob.domain)
            return true
        } catch BlobError.referenceNotFound {
            return false
        }
    }

    /// Runs the recount that only notes how far the log has come, and lets what is there ripen.
    private func ripen(_ shard: Shard) async throws {
        let report = try await shard.recount(with: oracle)
        #expect(report.outcome == .tooEarly(until: clock.now.addingTimeInterval(3600)))
        clock.advance(hours: 1)
    }

    @Test func `a reference that is missed twice a grace apart is released, and nothing else`() async throws {
        let shard = try await open()
        let blobs = try await put(5, in: shard)
        try await ripen(shard)
        oracle.forget(blobs[2])
        #expect(try await shard.recount(with: oracle).counts.missing == 1)
        clock.advance(hours: 24)
        let report = try await shard.recount(with: oracle)
        #expect(report.outcome == .complete)
        #expect(report.counts.released == 1)
        for (number, blob) in blobs.enumerated() {
            #expect(try await exists(blob, in: shard) == (number != 2), "\(number)")
        }
        #expect(try await shard.recountStatus().absences == 0)
        await shard.close()
    }

    @Test func `a reference that is missed twice within the grace stays`() async throws {
        let shard = try await open()
        let blobs = try await put(1, in: shard)
        try await ripen(shard)
        oracle.forget(blobs[0])
        for _ in 0..<4 {
            #expect(try await shard.recount(with: oracle).counts.released == 0)
            clock.advance(hours: 7)
        }
        #expect(try await exists(blobs[0], in: shard))
        #expect(try await shard.recount(with: oracle).counts.released == 1)
        await shard.close()
    }

    @Test func `a reference that turns up again has to be missed anew`() async throws {
        let shard = try await open()
        let blobs = try await put(1, in: shard)
        try await ripen(shard)
        oracle.forget(blobs[0])
        _ = try await shard.recount(with: oracle)
        clock.advance(hours: 12)
        oracle.absent.withLock { $0 = [] }
        _ = try await shard.recount(with: oracle)
        #expect(try await shard.recountStatus().absences == 0)
        oracle.forget(blobs[0])
        clock.advance(hours: 12)
        #expect(try await shard.recount(with: oracle).counts.released == 0)
        clock.advance(hours: 23)
        #expect(try await shard.recount(with: oracle).counts.released == 0)
        clock.advance(hours: 1)
        #expect(try await shard.recount(with: oracle).counts.released == 1)
        await shard.close()
    }

    @Test func `a reference is not asked about before an upload has had an hour to be committed`() async throws {
        let shard = try await open()
        _ = try await put(1, in: shard)
        try await ripen(shard)
        let young = try await shard.put([1, 2, 3], in: domain)
        oracle.forget(young)
        let report = try await shard.recount(with: oracle)
        #expect(report.counts.seen == 2)
        #expect(report.counts.asked == 1)
        #expect(report.counts.missing == 0)
        clock.advance(hours: 1)
        #expect(try await shard.recount(with: oracle).counts.missing == 1)
        await shard.close()
    }

    @Test func `an answer of another deployment counts for nothing`() async throws {
        let shard = try await open(grace: 0)
        let blobs = try await put(2, in: shard)
        for blob in blobs { oracle.forget(blob) }
        let stranger = DeploymentID.random()
        oracle.deployment.withLock { $0 = stranger }
        for _ in 0..<3 {
            await #expect(
                throws: RecountError.foreignAnswer(expected: files.identity.deployment, found: stranger)
            ) {
                try await shard.recount(with: oracle)
            }
        }
        #expect(try await shard.recountStatus().absences == 0)
        #expect(try await exists(blobs[0], in: shard))
        await shard.close()
    }

    @Test func `a front that fails leaves everything, and the next recount goes on where it stopped`() async throws {
        let shard = try await open(grace: 0)
        let blobs = try await put(2_100, in: shard)
        oracle.patience.withLock { $0 = 2 }
        await #expect(throws: StubOracle.Silence.self) { try await shard.recount(with: oracle) }
        oracle.patience.withLock { $0 = .max }
        oracle.questions.withLock { $0 = [] }
        let report = try await shard.recount(with: oracle)
        #expect(oracle.questions.withLock { $0 } == [100])
        #expect(report.counts.seen == UInt64(blobs.count))
        #expect(report.counts.asked == UInt64(blobs.count))
        await shard.close()
    }

    @Test func `a recount goes on after the shard was closed in the middle of it`() async throws {
        let first = try await open(grace: 0)
        let blobs = try await put(1_001, in: first)
        oracle.patience.withLock { $0 = 1 }
        await #expect(throws: StubOracle.Silence.self) { try await first.recount(with: oracle) }
        await first.close()
        oracle.patience.withLock { $0 = .max }
        let second = try await open(grace: 0)
        #expect(try await second.recount(with: oracle).counts.seen == UInt64(blobs.count))
        #expect(oracle.questions.withLock { $0 } == [1_000, 1, 1])
        await second.close()
    }

    @Test(arguments: [(10, false), (11, true)])
    func `what is more than ten and more than a hundredth is held until it is approved`(
        _ count: Int,
        _ isHeld: Bool
    ) async throws {
        let shard = try await open(grace: 0)
        let blobs = try await put(40, in: shard)
        for blob in blobs.prefix(count) { oracle.forget(blob) }
        _ = try await shard.recount(with: oracle)
        let report = try await shard.recount(with: oracle)
        #expect(report.outcome == (isHeld ? .held : .complete))
        #expect(report.counts.released == (isHeld ? 0 : UInt64(count)))
        #expect(try await shard.recountStatus().held == (isHeld ? UInt64(count) : nil))
        guard isHeld else { return await shard.close() }
        #expect(try await shard.recount(with: oracle).outcome == .held)
        let approved = try await shard.recount(with: oracle, approve: true)
        #expect(approved.outcome == .complete)
        #expect(approved.counts.released == UInt64(count))
        #expect(try await shard.recountStatus().held == nil)
        await shard.close()
    }

    @Test func `an approval is for what was shown, not for whatever comes`() async throws {
        let shard = try await open(grace: 0)
        let blobs = try await put(60, in: shard)
        for blob in blobs.prefix(11) { oracle.forget(blob) }
        _ = try await shard.recount(with: oracle)
        #expect(try await shard.recount(with: oracle).outcome == .held)
        for blob in blobs { oracle.forget(blob) }
        _ = try await shard.recount(with: oracle)
        // The status showed 11 when the operator decided; now there are 60.
        try await approve(11, in: shard)
        #expect(try await shard.recount(with: oracle).outcome == .held)
        #expect(try await exists(blobs[0], in: shard))
        await shard.close()
    }

    private func approve(_ count: UInt64, in shard: Shard) async throws {
        try await shard.openParts().writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in
                var state = try index.recountState(txn.reader)
                state.approved = count
                try index.setRecountState(state, &txn)
            }
        }
    }

    @Test func `what the last question finds again is not released`() async throws {
        let shard = try await open(grace: 0)
        let blobs = try await put(2, in: shard)
        oracle.forget(blobs[0])
        _ = try await shard.recount(with: oracle)
        // The page is answered, the question before the release is not: recounts were suspended in between.
        oracle.patience.withLock { $0 = 1 }
        await #expect(throws: StubOracle.Silence.self) { try await shard.recount(with: oracle) }
        oracle.patience.withLock { $0 = .max }
        oracle.absent.withLock { $0 = [] }
        #expect(try await shard.recount(with: oracle).counts.released == 0)
        #expect(try await exists(blobs[0], in: shard))
        await shard.close()
    }

    @Test func `a lost index forgets what was missed, and releases nothing early`() async throws {
        let first = try await open()
        let blobs = try await put(3, in: first)
        try await ripen(first)
        oracle.forget(blobs[0])
        _ = try await first.recount(with: oracle)
        await first.close()
        try files.removeIndex()
        clock.advance(hours: 48)
        let second = try await open()
        try await ripen(second)
        #expect(try await second.recount(with: oracle).counts.released == 0)
        #expect(try await exists(blobs[0], in: second))
        await second.close()
    }

    @Test func `a cancelled recount ends, and a released reference stays released when the log is read again`()
        async throws
    {
        let first = try await open(grace: 0)
        let blobs = try await put(2, in: first)
        oracle.forget(blobs[0])
        let cancelled = Task { [oracle] in
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await first.recount(with: oracle)
        }
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        for _ in 0..<2 { _ = try await first.recount(with: oracle) }
        await first.close()
        try files.removeIndex()
        let second = try await open(grace: 0)
        #expect(try await !exists(blobs[0], in: second))
        #expect(try await exists(blobs[1], in: second))
        await second.close()
    }
}
