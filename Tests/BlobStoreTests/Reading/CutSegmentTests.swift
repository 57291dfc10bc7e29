import BlobModel
import BlobStoreTesting
import Glibc
import RandomTesting
import SystemPackage
import Testing

@testable import BlobStore

/// A segment that somebody cuts under an open shard.
struct CutSegmentTests {
    private let test: TestShard
    private let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain(validating: "home")
    }

    /// Cuts the last byte of the only segment off.
    private func cut() throws {
        let file = try FileDescriptor.open(test.segment(1), .readWrite)
        _ = try file.closeAfter { try file.resize(to: file.seek(offset: 0, from: .end) - 1) }
    }

    /// A `sendfile` that begins at the end of its file sends nothing and says so without an error, for ever.
    @Test(arguments: [40_000, 1_000_000])
    func `bytes that a segment does not have are not offered to be sent from it`(_ size: Int) async throws {
        var random = SeededGenerator(seed: 5)
        let shard = try await test.open()
        let change = WriteOperation.Change.append([NamedChunk(random.bytes(size))])
        let content = try #require(change.firstChunk)
        try await shard.submit(change, in: domain)
        let places = try await shard.regions(of: content, in: domain)
        #expect(places.map(\.length) == [UInt64(size)])
        _ = try shard.openParts().reader.small(content, in: domain, upTo: 1 << 20, allowingRegions: true)
        try cut()
        let offset = try #require(places.first?.offset)
        let refusal = BlobError.unavailable("\(BlobStoreError.damagedSegment(1, offset: offset, .cut))")
        await #expect(throws: refusal) { try await shard.regions(of: content, in: domain) }
        let reader = try shard.openParts().reader
        let small = reader.smallAtOnce(content, in: domain, upTo: 1 << 20, allowingRegions: true)
        #expect(small == nil)
        await shard.close()
    }
}

extension WriteOperation.Change {
    /// The name of the first chunk that the change brings.
    fileprivate var firstChunk: ContentID? {
        guard case .append(let chunks) = self else { return nil }
        return chunks.first?.id
    }
}
