import BlobModel
import BlobStore
import BlobStoreTesting
import DurableIO
import FoundationEssentials
import KeyValueIndex
import SystemPackage
import Testing

/// An index that the disk does not give back as it was.
struct DamagedIndexTests {
    let test: TestShard
    let domain: DedupDomain

    init() throws {
        test = try TestShard()
        domain = try DedupDomain.sample()
    }

    /// The ways in which an index can be damaged.
    enum Damage: String, CaseIterable, CustomTestStringConvertible, Sendable {
        case cut = "cut to half", noise = "noise", zeros = "zeros behind its beginning"

        var testDescription: String { rawValue }

        /// Damages the index of a shard in its file, without another one in its place.
        func apply(to shard: FilePath) throws {
            let path = shard.appending("index").appending("data.mdb")
            let size = try LocalFileSystem().contents(at: path).count
            let file = try FileDescriptor.open(path, .writeOnly)
            defer { try? file.close() }
            guard self != .cut else { return try file.resize(to: Int64(size / 2)) }
            let bytes = (8_192..<size).map { self == .zeros ? 0 : UInt8($0 * 7 & 0xFF) }
            _ = try file.writeAll(toAbsoluteOffset: 8_192, bytes)
        }
    }

    private func fill() async throws -> PutBlob {
        let shard = try await test.open()
        let blob = try await shard.put([1, 2, 3], in: domain)
        for number in 0..<40 as Range<UInt8> { try await shard.put([number, 4], in: domain) }
        await shard.close()
        return blob
    }

    @Test(arguments: Damage.allCases)
    func `a shard whose index is damaged is not opened, until its index was made again`(_ damage: Damage) async throws {
        let blob = try await fill()
        try damage.apply(to: test.path)
        for _ in 0..<2 {
            let error = await #expect(throws: BlobStoreError.self) { _ = try await test.open() }
            guard case .index(.unsound)? = error else {
                Issue.record("Opening failed with \(error.debugDescription).")
                return
            }
            #expect("\(try #require(error))".contains("attache shard rebuild --directory"))
        }
        #expect(try ShardRebuild(at: test.path).run().isWhole)
        let shard = try await test.open()
        #expect(try await shard.bytes(of: blob) == blob.bytes)
        await shard.close()
    }

    @Test(arguments: Damage.allCases)
    func `a stopped shard whose index is damaged is not looked at`(_ damage: Damage) async throws {
        _ = try await fill()
        try damage.apply(to: test.path)
        let error = #expect(throws: BlobStoreError.self) { _ = try StoppedShard(at: test.path) }
        #expect("\(try #require(error))".contains("attache shard rebuild --directory"))
    }

    @Test(arguments: [false, true])
    func `a shard whose index is damaged while it is open leaves the node, and the others stay`(
        isWrite: Bool
    ) async throws {
        let node = try await TestNode(shards: 2)
        let (lost, other) = (try domain(on: 0, of: node), try domain(on: 1, of: node))
        let blob = try await node.store.put([1, 2, 3], in: lost)
        let kept = try await node.store.put([4, 5, 6], in: other)
        let directory = node.directories[0]
        try Damage.zeros.apply(to: directory.path)

        await #expect(throws: BlobError.self) {
            if isWrite {
                try await node.store.put([7, 8, 9], in: lost)
            } else {
                _ = try await node.store.bytes(of: blob)
            }
        }
        let reason = try #require(node.store.failures[directory.identity.shard])
        #expect(reason.contains("attache shard rebuild --directory"))
        #expect(node.store.allShards.map(\.identity.shard) == [node.directories[1].identity.shard])
        #expect(throws: BlobError.self) { _ = try node.store.shard(for: lost) }
        #expect(try await node.store.bytes(of: kept) == kept.bytes)
        #expect(await node.store.closeDamaged() == [directory.identity.shard])
        #expect(await node.store.closeDamaged().isEmpty)

        await #expect(throws: BlobStoreError.self) { _ = try await directory.open() }
        #expect(try ShardRebuild(at: directory.path).run().isWhole)
        #expect(node.store.install(try await directory.open()))
        #expect(node.store.failures.isEmpty)
        #expect(try await node.store.bytes(of: blob) == blob.bytes)
        await node.store.close()
    }

    @Test func `a store that is closed closes a damaged shard too`() async throws {
        let node = try await TestNode(shards: 1)
        let blob = try await node.store.put([1, 2, 3], in: domain)
        try Damage.zeros.apply(to: node.directories[0].path)
        await #expect(throws: BlobError.self) { _ = try await node.store.bytes(of: blob) }
        await node.store.close()
        #expect(try ShardRebuild(at: node.directories[0].path).run().isWhole)
    }

    private func domain(on shard: Int, of node: TestNode) throws -> DedupDomain {
        for _ in 0..<1_000 {
            let domain = try DedupDomain.sample()
            if node.store.map.shard(for: domain).id == node.directories[shard].identity.shard { return domain }
        }
        throw BlobModelError.inconsistentShardMap("No domain is on shard \(shard).")
    }
}
