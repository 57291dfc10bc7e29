import BlobModel
import BlobStoreTesting
import FoundationEssentials
import Testing

@testable import BlobStore

/// Who holds chunks, asked while holders come and go from table to table.
struct DomainHoldersTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    /// Takes everything that a domain has, but leaves the collected manifests and the ended sessions to be let go.
    private func leave(_ shard: Shard, _ reference: ReferenceID, _ session: UploadSessionID) async throws {
        try await shard.submit(.release(reference), in: domain)
        try await shard.submit(.abandon(session), in: domain)
        let collector = try shard.collector()
        let moment = CollectionMoment(now: .distantFuture, grace: 0)
        var walk = collector.unclaimedWalk()
        let due = try #require(try await collector.due(at: moment, &walk))
        _ = try await collector.remove(due[...], at: moment)
    }

    /// The numbers by which rows say that chunks are held.
    private func holders(in shard: Shard) throws -> Set<UInt64> {
        let index = try shard.index
        return Set(try shard.rows(\.members).map { try MemberRow(decoding: $0.key, in: index).holder })
    }

    @Test(arguments: 0...4)
    func `a holder that goes from one table to the next is met in one of them`(_ tables: Int) async throws {
        let shard = try await test.open { $0.grace = 0 }
        let blob = CutBlob((0..<3).map { [UInt8($0)] })
        let (reference, session) = (ReferenceID.random(), UploadSessionID.random())
        try await shard.put(blob, as: reference, in: domain)
        let others = (0..<200 as Range<UInt8>).map { NamedChunk([$0, 1]) }
        try await shard.submit(.advance(session, at: 0, [], expires: .max), in: domain)
        try await shard.submit(.advance(session, at: 0, others, expires: .max), in: domain)

        let index = try shard.index
        var holders = try DomainHolders(toBeReadOf: domain.key, in: index)
        for (position, kind) in DomainHolders.Kind.allCases.enumerated() {
            if position == tables { try await leave(shard, reference, session) }
            try holders.read(kind, in: index)
        }
        let remaining = try self.holders(in: shard)
        #expect(remaining.count == 2)
        #expect(remaining.allSatisfy { !holders.isGone($0) })
        await shard.close()
    }

    @Test func `who came since the reading began is there, and who never was is gone`() async throws {
        let shard = try await test.open()
        let index = try shard.index
        try await shard.put(CutBlob([[1], [2]]), as: .random(), in: domain)
        let first = try #require(try holders(in: shard).first)
        let reading = try DomainHolders(toBeReadOf: domain.key, in: index)
        try await shard.put(CutBlob([[3], [4]]), as: .random(), in: domain)
        let second = try #require(try holders(in: shard).subtracting([first]).first)
        #expect(reading.isGone(first), "it was there, and no table was read")
        #expect(!reading.isGone(second))
        let read = try DomainHolders(of: domain.key, in: index)
        #expect(!read.isGone(first) && !read.isGone(second))
        #expect(read.isGone(first - 1))
        await shard.close()
    }
}
