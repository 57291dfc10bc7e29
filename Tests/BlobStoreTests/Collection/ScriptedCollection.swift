import BlobModel
import KeyValueIndex

@testable import BlobStore

/// A collection of one domain that a test takes step by step.
struct ScriptedCollection {
    /// The number of steps.
    static let length = 4

    private let collector: Collector
    private let moment: CollectionMoment
    private let domain: DedupDomain
    private let looksAgain: Bool
    private var step = 0
    private var due: [ChunkKey] = []
    private var dissolving: [(manifest: DissolvingManifest, members: [ChunkKey])] = []

    /// Makes a collection that has not begun.
    ///
    /// - Parameters:
    ///   - domain: The domain.
    ///   - collector: The collector whose steps it takes.
    ///   - moment: The time.
    ///   - looksAgain: Whether it checks in the write transaction what it removes; if not, it shows what the checks are for.
    init(of domain: DedupDomain, with collector: Collector, at moment: CollectionMoment, looksAgain: Bool) {
        self.domain = domain
        self.collector = collector
        self.moment = moment
        self.looksAgain = looksAgain
    }

    /// Takes the next step: look what is due; remove it; take half of the members of what dissolves; take the others.
    mutating func advance(in shard: Shard) async throws {
        defer { step += 1 }
        switch step {
        case 0: try await look()
        case 1: try await remove(in: shard)
        case 2: try await takeMembers(in: shard)
        default: try await takeOtherMembers()
        }
    }

    private mutating func look() async throws {
        var walk = collector.unclaimedWalk()
        while let page = try await collector.due(at: moment, &walk) {
            due += page.filter { $0.domainKey == domain.key }
        }
    }

    private func remove(in shard: Shard) async throws {
        guard !looksAgain else {
            _ = try await collector.remove(due[...], at: moment)
            return
        }
        let due = due
        try await shard.openParts().writer.perform { (index) throws(BlobStoreError) in
            try index.write { (txn) throws(BlobStoreError) in
                for content in due {
                    for table in [index.unclaimed, index.manifests, index.chunks] {
                        try index.delete(content.indexKey, in: table, &txn)
                    }
                }
            }
        }
    }

    private mutating func takeMembers(in shard: Shard) async throws {
        for row in try shard.rows(\.dissolving, of: domain) {
            let manifest = try DissolvingManifest(decoding: row, in: shard.index)
            guard let members = try await collector.members(of: manifest) else { continue }
            dissolving.append((manifest, members))
            let half = members[..<(members.count / 2)]
            _ = try await collector.dissolve(half, of: manifest, isLast: false, at: moment)
        }
    }

    private mutating func takeOtherMembers() async throws {
        for (manifest, members) in dissolving {
            let half = members[(members.count / 2)...]
            _ = try await collector.dissolve(half, of: manifest, isLast: true, at: moment)
        }
    }
}
