import BlobModel
import BlobStore
import RandomTesting
import SystemPackage

/// Opens what is left of a shard and looks whether it is what it must be, twice: with its index, and without.
struct ShardCheck {
    private static let revivedBlobs = 4

    private var place: ShardPlace
    private let expectations: Expectations
    private var random: SeededGenerator
    private var findings: [String] = []
    private var added: [ProbeBlob] = []
    private var sessions: SessionCheck
    private var isHealed = false

    /// Whether a sweep comes before log and index are held against each other.
    ///
    /// What was held by manifests that could not be read when they were collected is told by the next sweep.
    var sweeps: Bool

    /// Makes a check that has looked at nothing.
    ///
    /// - Parameters:
    ///   - place: The shard's place; nobody has it open.
    ///   - expectations: What must be there.
    ///   - random: What decides which blobs are put again.
    init(_ place: ShardPlace, _ expectations: Expectations, _ random: inout SeededGenerator) {
        self.place = place
        self.place.keys = expectations.keys
        self.expectations = expectations
        self.random = SeededGenerator(seed: random.next())
        sweeps = !expectations.damages.damages.isEmpty || !expectations.erasures.isEmpty
        sessions = SessionCheck(expectations, &random)
    }

    /// Returns a sentence for each thing that is wrong.
    mutating func run() async -> [String] {
        do {
            findings += try KeyCheck(place, expectations.erasures).findings()
            try await look(isRebuilt: false)
            try verify("")
            try loseIndex()
            try await look(isRebuilt: true)
            try verify("rebuilt: ")
        } catch {
            findings.append("the shard cannot be opened: \(error)")
        }
        return findings
    }

    private mutating func look(isRebuilt: Bool) async throws {
        let shard = try await place.open()
        let when = isRebuilt ? "rebuilt: " : ""
        var found = await lookAtBlobs(of: shard)
        found += await sessions.look(at: shard, &random, &added)
        // Before the index is lost, or after: damage must be healed in both.
        if isRebuilt || Bool.random(using: &random) { found += await heal(shard) }
        found += await write(to: shard)
        found += await sweep(shard)
        findings += found.map { when + $0 }
        await shard.close()
    }

    private func lookAtBlobs(of shard: Shard) async -> [String] {
        let state = ShardState(shard, isHealed ? expectations.healed : expectations)
        var found: [String] = []
        for entry in expectations.all { found += await state.findings(entry) }
        for blob in added { found += await state.findings(Expectations.Entry(blob: blob, standing: .present)) }
        return found
    }

    /// Loses the index; a damaged log is refused by an opening without one, and an operator rebuilds it.
    private func loseIndex() throws {
        try place.removeIndex()
        guard !expectations.damages.damages.isEmpty else { return }
        _ = try ShardRebuild(at: place.directory, masterKeys: place.masterKeys()).run()
    }

    /// Holds log and index against each other.
    private mutating func verify(_ when: String) throws {
        let report = try StoppedShard(at: place.directory, masterKeys: place.masterKeys()).verify()
        let damages = isHealed ? [] : expectations.damages.damages
        let unexplained = report.findings.filter { finding in !damages.contains { $0.explains(finding) } }
        findings += unexplained.map { "\(when)verification: \($0)" }
    }

    /// Finds damage by a scrub and heals it by uploads, as its node and its clients do; then everything is whole.
    private mutating func heal(_ shard: Shard) async -> [String] {
        guard !isHealed, !expectations.damages.damages.isEmpty else { return [] }
        isHealed = true
        do {
            try await shard.scrub(after: expectations.damages.findable)
        } catch {
            return ["a scrub afterwards fails: \(error)"]
        }
        var found: [String] = []
        for blob in expectations.damages.suspects { found += await put(blob.again(&random), in: shard) }
        return found + (await lookAtBlobs(of: shard).map { "healed: " + $0 })
    }

    private func sweep(_ shard: Shard) async -> [String] {
        guard sweeps else { return [] }
        do {
            try await shard.maintain(.sweep)
            return []
        } catch {
            return ["a sweep afterwards fails: \(error)"]
        }
    }

    /// Writes on: what is put now must be there, however much of its bytes was stored before.
    private mutating func write(to shard: Shard) async -> [String] {
        var found: [String] = []
        for blob in newBlobs() { found += await put(blob, in: shard) }
        return found
    }

    private mutating func put(_ blob: ProbeBlob, in shard: Shard) async -> [String] {
        do {
            try await shard.put(blob)
            added.append(blob)
            let bytes = try await shard.bytes(of: blob)
            return bytes == blob.bytes ? [] : ["a blob that was put again came back changed"]
        } catch {
            return ["a put of \(blob.bytes.count) bytes afterwards fails: \(error)"]
        }
    }

    /// A new blob, and some whose bytes may be there without a reference: nothing may be deduplicated against garbage.
    private mutating func newBlobs() -> [ProbeBlob] {
        let usable = expectations.all.filter { expectations.erasures.isUsable($0.blob.domain) }
        guard let domain = usable.first?.blob.domain else { return [] }
        let former = usable.filter { $0.standing != .present && $0.blob.bytes.count < 100_000 }.map(\.blob)
        // Nobody has looked yet whether what is damaged is.
        let sound = former.filter { isHealed || expectations.damages.condition(of: $0) == nil }
        let revived = sound.shuffled(using: &random).prefix(Self.revivedBlobs)
        let fresh = ProbeBlob(domain: domain, bytes: random.bytes(3_000), &random)
        return [fresh] + revived.map { $0.again(&random) }
    }
}
