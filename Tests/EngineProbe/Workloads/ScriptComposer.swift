import BlobModel
import RandomTesting

/// Writes the steps of a workload by chance: the same for the same seed.
struct ScriptComposer {
    /// What was written so far.
    private(set) var script: Script

    /// What decides.
    var random: SeededGenerator

    /// The domains that can be written to.
    private(set) var domains: [DedupDomain]

    private var blobs: [ProbeBlob] = []

    /// Begins an empty script.
    ///
    /// - Parameters:
    ///   - name: The workload.
    ///   - seed: The seed.
    ///   - isUsable: Tells whether a domain can be written to.
    /// - Throws: Nothing in practice.
    init(_ name: WorkloadName, seed: UInt64, isUsable: (DedupDomain) -> Bool = { _ in true }) throws {
        script = Script(name)
        random = SeededGenerator(seed: seed)
        domains = try (0..<name.domainCount).map { try DedupDomain(validating: "home-\($0)") }.filter(isUsable)
    }

    // MARK: Steps

    /// Adds steps that run one after the other.
    mutating func then(_ steps: Step...) {
        for step in steps { script.then(step) }
    }

    /// Adds steps that run at the same time.
    mutating func together(_ steps: [Step]) {
        script.together(steps)
    }

    /// Releases half of what is there.
    mutating func releaseSome() {
        let released = (0..<max(1, blobs.count / 2)).compactMap { _ in takeAny() }
        script.together(released.map { .release($0) })
    }

    // MARK: Blobs

    /// Returns a number by chance.
    mutating func count(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    /// Returns a blob of any kind.
    mutating func any() -> ProbeBlob {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: again()
        case 1: edited()
        default: fresh(Int.random(in: 1...40_000, using: &random))
        }
    }

    /// Returns a blob of new bytes.
    mutating func fresh(_ count: Int) -> ProbeBlob {
        add(random.bytes(count), in: domains[Int.random(in: 0..<domains.count, using: &random)])
    }

    /// Returns a blob of the bytes of a former one, in the same domain: nothing of it is stored anew.
    mutating func again() -> ProbeBlob {
        guard let former = blobs.randomElement(using: &random) else { return fresh(10) }
        return add(former.bytes, in: former.domain)
    }

    /// Returns a blob that shares its first chunks with a former one.
    mutating func edited() -> ProbeBlob {
        guard let former = blobs.max(by: { $0.bytes.count < $1.bytes.count }) else { return fresh(10) }
        return add(former.bytes + random.bytes(5_000), in: former.domain)
    }

    /// Returns a blob of new bytes upon which no other builds, and which is released by nobody.
    mutating func apart(_ count: Int, in domain: DedupDomain? = nil) -> ProbeBlob {
        let domain = domain ?? domains[Int.random(in: 0..<domains.count, using: &random)]
        return ProbeBlob(domain: domain, bytes: random.bytes(count), &random)
    }

    /// Lets a blob be built upon and released from now on.
    mutating func share(_ blob: ProbeBlob) {
        blobs.append(blob)
    }

    /// Writes to a domain no more.
    mutating func leave(_ domain: DedupDomain) {
        domains.removeAll { $0 == domain }
        blobs.removeAll { $0.domain == domain }
    }

    /// Returns a blob that is there, to be released.
    mutating func takeAny() -> ProbeBlob? {
        guard !blobs.isEmpty else { return nil }
        return blobs.remove(at: Int.random(in: 0..<blobs.count, using: &random))
    }

    private mutating func add(_ bytes: [UInt8], in domain: DedupDomain) -> ProbeBlob {
        let blob = ProbeBlob(domain: domain, bytes: bytes, &random)
        blobs.append(blob)
        return blob
    }
}

extension WorkloadName {
    /// The domains among which a workload divides what it puts.
    fileprivate var domainCount: Int {
        switch self {
        case .rotation, .erasure: 5
        case .plain, .collection, .compaction, .sessions, .scrub, .encrypted, .small: 2
        }
    }
}
