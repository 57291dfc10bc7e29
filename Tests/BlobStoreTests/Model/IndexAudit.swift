import BlobModel
import KeyValueIndex

@testable import BlobStore

/// Finds where the tables of an index do not agree with each other, for one domain or for all.
struct IndexAudit {
    private let shard: Shard
    private let index: ShardIndex
    private let domain: DedupDomain?
    private let chunks: [ChunkKey: ChunkLocation]
    private let manifests: [ChunkKey: ManifestLocation]
    private let members: Set<MemberRow>
    private let claims: Set<[UInt8]>

    /// Reads the tables.
    init(_ shard: Shard, _ domain: DedupDomain? = nil) throws {
        self.shard = shard
        self.domain = domain
        let index = try shard.index
        self.index = index
        chunks = try Self.table(\.chunks, of: domain, in: shard) { ChunkLocation(decoding: $0) }
        manifests = try Self.table(\.manifests, of: domain, in: shard) { ManifestLocation(decoding: $0) }
        members = Set(try shard.rows(\.members, of: domain).map { try MemberRow(decoding: $0.key, in: index) })
        claims = Set(try shard.rows(\.claims, of: domain).map(\.key))
    }

    /// Returns a sentence for each disagreement; content that nobody holds and nobody has swept is one unless it is allowed.
    func problems(allowingLeftovers: Bool) throws -> [String] {
        var problems = try referenceProblems() + manifestProblems()
        if !allowingLeftovers { problems += try leftovers() }
        if domain == nil { problems += try tallyProblems() }
        return problems
    }

    /// Every reference has its claim and its blob, and there are no other claims.
    private func referenceProblems() throws -> [String] {
        var problems: [String] = []
        var expected: Set<[UInt8]> = []
        for entry in try shard.rows(\.references, of: domain) {
            guard let row = ReferenceRow(decoding: entry.value), let domainKey = ContentID(bytes: entry.key[..<32])
            else { throw BlobStoreError.malformedIndex(table: index.references.name) }
            expected.insert(domainKey.bytes + row.blob.blob.bytes + entry.key[32...])
            let blob = ChunkKey(domainKey: domainKey, id: row.blob.blob)
            let size = manifests[blob]?.size ?? chunks[blob].map { UInt64($0.length) }
            if size != row.blob.size {
                problems.append("The referenced blob \(blob.id) is missing or of another size.")
            }
        }
        if claims != expected { problems.append("Claims and references differ.") }
        return problems
    }

    /// Every manifest that somebody claims has all its chunks, and every manifest holds those that it has.
    private func manifestProblems() throws -> [String] {
        var problems: [String] = []
        let reader = try shard.openParts().reader
        for (blob, location) in manifests {
            let isClaimed = claims.contains { $0.starts(with: blob.indexKey) }
            for chunk in try reader.members(of: DissolvingManifest(blob: blob, location: location)) {
                let row = IndexKey.member(chunk.id, of: location.sequence, domainKey: chunk.domainKey)
                let isMember = try members.contains(MemberRow(decoding: row, in: index))
                if !isMember { problems.append("The manifest of \(blob.id) does not hold \(chunk.id).") }
                // A rebuilt index brings back a collected manifest whose chunks compaction has dropped.
                guard isClaimed, chunks[chunk] == nil else { continue }
                problems.append("The chunk \(chunk.id) of the manifest of \(blob.id) is missing.")
            }
        }
        return problems
    }

    /// What nobody holds is noted as such, and nothing dissolves or holds for nobody.
    private func leftovers() throws -> [String] {
        var problems: [String] = []
        let unclaimed = Set(try shard.rows(\.unclaimed, of: domain).map(\.key))
        let held = Set(members.map(\.chunk))
        let claimed = Set(try claims.map { try ChunkKey(decoding: $0, in: index.claims) })
        for chunk in Set(chunks.keys).subtracting(held).subtracting(claimed) where !unclaimed.contains(chunk.indexKey) {
            problems.append("Nobody holds the chunk \(chunk.id), and it is not noted.")
        }
        for blob in Set(manifests.keys).subtracting(claimed) where !unclaimed.contains(blob.indexKey) {
            problems.append("Nobody claims the manifest of \(blob.id), and it is not noted.")
        }
        let dissolving = try shard.rows(\.dissolving, of: domain).count
        if dissolving > 0 { problems.append("\(dissolving) manifests are still dissolving.") }
        return try problems + holderProblems()
    }

    private func holderProblems() throws -> [String] {
        let sessions = try shard.rows(\.sessions, of: domain).compactMap { SessionRow(decoding: $0.value)?.opened }
        let holders = Set(manifests.values.map(\.sequence) + sessions)
        let stale = members.filter { !holders.contains($0.holder) }
        return stale.map { "The chunk \($0.chunk.id) is held by \($0.holder), which is not there." }
    }

    /// The live bytes of each segment are those of the rows that point into it.
    private func tallyProblems() throws -> [String] {
        var live: [UInt64: UInt64] = [:]
        for chunk in chunks.values { live[chunk.segment, default: 0] += UInt64(chunk.storedLength) }
        for manifest in manifests.values { live[manifest.segment, default: 0] += manifest.byteCount }
        let tallies = try index.tallies()
        var problems: [String] = []
        for segment in Set(live.keys).union(tallies.keys) where tallies[segment]?.liveBytes != live[segment] ?? 0 {
            let told = tallies[segment].map { "\($0.liveBytes)" } ?? "no"
            problems.append(
                "The tally of segment \(segment) tells of \(told) live bytes, not of \(live[segment] ?? 0)."
            )
        }
        return problems
    }

    private static func table<Location>(
        _ table: KeyPath<ShardIndex, Table>,
        of domain: DedupDomain?,
        in shard: Shard,
        _ decode: ([UInt8]) -> Location?
    ) throws -> [ChunkKey: Location] {
        let index = try shard.index
        var rows: [ChunkKey: Location] = [:]
        for entry in try shard.rows(table, of: domain) {
            let name = try ChunkKey(decoding: entry.key, in: index[keyPath: table])
            guard let location = decode(entry.value) else {
                throw BlobStoreError.malformedIndex(table: index[keyPath: table].name)
            }
            rows[name] = location
        }
        return rows
    }
}
