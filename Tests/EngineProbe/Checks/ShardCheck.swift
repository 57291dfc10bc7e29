import BlobModel
import BlobStore
import RandomTesting
import SystemPackage

/// Opens what is left of a shard and looks whether it is what it must be, twice: with its index, and without.
struct ShardCheck {
    private static let revivedBlobs = 4

    private let place: ShardPlace
    private let expectations: Expectations
    private var random: SeededGenerator
    private var findings: [String] = []
    private var added: [ProbeBlob] = []

    /// Makes a check that has looked at nothing.
    ///
    /// - Parameters:
    ///   - place: The shard's place; nobody has it open.
    ///   - expectations: What must be there.
    ///   - random: What decides which blobs are put again.
    init(_ place: ShardPlace, _ expectations: Expectations, _ random: inout SeededGenerator) {
        self.place = place
        self.expectations = expectations
        self.random = SeededGenerator(seed: random.next())
    }

    /// Returns a sentence for each thing that is wrong.
    mutating func run() async -> [String] {
        do {
            try await look(isRebuilt: false)
            try verify("")
            try place.removeIndex()
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
        let state = ShardState(shard)
        for entry in expectations.all { findings += await state.findings(entry).map { when + $0 } }
        for blob in added {
            findings += await state.findings(Expectations.Entry(blob: blob, standing: .present)).map { when + $0 }
        }
        await write(to: shard, when)
        await shard.close()
    }

    /// Holds log and index against each other.
    private mutating func verify(_ when: String) throws {
        let report = try StoppedShard(at: place.directory, masterKeys: place.masterKeys()).verify()
        findings += report.findings.map { "\(when)verification: \($0)" }
    }

    /// Writes on: what is put now must be there, however much of its bytes was stored before.
    private mutating func write(to shard: Shard, _ when: String) async {
        for blob in newBlobs() {
            do {
                try await shard.put(blob)
                added.append(blob)
                let bytes = try await shard.bytes(of: blob)
                if bytes != blob.bytes { findings.append(when + "a blob that was put again came back changed") }
            } catch {
                findings.append(when + "a put of \(blob.bytes.count) bytes afterwards fails: \(error)")
            }
        }
    }

    /// A new blob, and some whose bytes may be there without a reference: nothing may be deduplicated against garbage.
    private mutating func newBlobs() -> [ProbeBlob] {
        let former = expectations.all.filter { $0.standing != .present && $0.blob.bytes.count < 100_000 }.map(\.blob)
        let revived = former.shuffled(using: &random).prefix(Self.revivedBlobs)
        guard let domain = expectations.all.first?.blob.domain else { return [] }
        let fresh = ProbeBlob(domain: domain, bytes: random.bytes(3_000), &random)
        return [fresh] + revived.map { ProbeBlob(domain: $0.domain, bytes: $0.bytes, &random) }
    }
}
