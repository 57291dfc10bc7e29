import BlobModel
import RandomTesting

/// Writes the steps of a workload by chance: the same for the same seed.
struct ScriptComposer {
    /// What was written so far.
    private(set) var script: Script

    private var random: SeededGenerator
    private let domains: [DedupDomain]
    private var blobs: [ProbeBlob] = []

    /// Begins an empty script.
    init(_ name: WorkloadName, seed: UInt64) throws {
        script = Script(name)
        random = SeededGenerator(seed: seed)
        domains = [try DedupDomain(validating: "home-0"), try DedupDomain(validating: "home-1")]
    }

    /// Uploads of all kinds, alone and at the same time, with releases, a reopening, and a loss of the index.
    mutating func plain() {
        script.then(.put(fresh(300)), .put(fresh(0)))
        for round in 0..<4 {
            script.together((0..<Int.random(in: 2...5, using: &random)).map { _ in .put(any()) })
            script.then(.put(fresh(Int.random(in: 80_000...260_000, using: &random))))
            if let blob = takeAny() { script.then(.release(blob)) }
            script.then(.put(any()))
            if round == 1 { script.then(.reopen) }
            if round == 2 { script.then(.loseIndex) }
        }
        script.together([.put(again()), .put(fresh(20_000)), .put(edited())])
    }

    /// Uploads and releases while the collector runs, and what was collected put again.
    mutating func collection() {
        script.then(.put(fresh(200_000)), .put(edited()), .put(fresh(3_000)), .put(again()))
        for round in 0..<3 {
            releaseSome()
            script.then(.maintain(.sweep))
            script.together([.maintain(.collect), .put(any()), .put(again()), .put(edited())])
            script.then(.maintain(.collect), .put(any()))
            if round == 1 { script.then(.reopen, .maintain(.collect)) }
        }
        script.then(.maintain(.purge(domains[1])), .maintain(.collect), .put(fresh(2_000)))
    }

    /// Compaction of what was released, while uploads go on, again and again, so that generations follow each other.
    mutating func compaction() {
        script.then(.put(fresh(250_000)))
        for round in 0..<3 {
            script.together((0..<4).map { _ in .put(fresh(Int.random(in: 20_000...60_000, using: &random))) })
            script.together((0..<3).map { _ in .put(any()) })
            releaseSome()
            script.then(.maintain(.collect))
            script.together([.maintain(.compact), .put(any()), .put(again())])
            if round == 0 { script.then(.reopen) }
            if round == 1 { script.then(.loseIndex, .maintain(.collect)) }
            script.then(.maintain(.compact))
        }
        script.then(.maintain(.scrub), .put(fresh(1_000)))
    }

    /// Upload sessions beside other uploads, and what is left of them collected.
    mutating func sessions() {
        for round in 0..<3 {
            script.then(.upload(fresh(Int.random(in: 300_000...600_000, using: &random))))
            script.together([.upload(fresh(40_000)), .upload(edited()), .put(any())])
            if round == 0 { script.then(.reopen) }
            if round == 1 { script.then(.loseIndex) }
            releaseSome()
            script.then(.maintain(.sweep), .maintain(.collect))
        }
    }

    private mutating func releaseSome() {
        let released = (0..<max(1, blobs.count / 2)).compactMap { _ in takeAny() }
        script.together(released.map { .release($0) })
    }

    /// Two uploads, and the shard closed and opened between them.
    mutating func afterRecovery() {
        script.then(.put(fresh(5_000)), .reopen, .put(fresh(30_000)))
    }

    private mutating func any() -> ProbeBlob {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: again()
        case 1: edited()
        default: fresh(Int.random(in: 1...40_000, using: &random))
        }
    }

    /// A blob of new bytes.
    private mutating func fresh(_ count: Int) -> ProbeBlob {
        add(random.bytes(count), in: domains[Int.random(in: 0..<domains.count, using: &random)])
    }

    /// A blob of the bytes of a former one, in the same domain: nothing of it is stored anew.
    private mutating func again() -> ProbeBlob {
        guard let former = blobs.randomElement(using: &random) else { return fresh(10) }
        return add(former.bytes, in: former.domain)
    }

    /// A blob that shares its first chunks with a former one.
    private mutating func edited() -> ProbeBlob {
        guard let former = blobs.max(by: { $0.bytes.count < $1.bytes.count }) else { return fresh(10) }
        return add(former.bytes + random.bytes(5_000), in: former.domain)
    }

    private mutating func add(_ bytes: [UInt8], in domain: DedupDomain) -> ProbeBlob {
        let blob = ProbeBlob(domain: domain, bytes: bytes, &random)
        blobs.append(blob)
        return blob
    }

    private mutating func takeAny() -> ProbeBlob? {
        guard !blobs.isEmpty else { return nil }
        return blobs.remove(at: Int.random(in: 0..<blobs.count, using: &random))
    }
}
