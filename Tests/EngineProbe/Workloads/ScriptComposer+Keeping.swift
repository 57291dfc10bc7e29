/// Workloads of scrubs and of keys.
extension ScriptComposer {
    /// Damage of chunks and manifests, which scrubs find; healing by uploads, and by the bytes being whole again.
    mutating func scrub() {
        for round in 0..<2 {
            let chunks = [Damage(blob: apart(30_000)), Damage(blob: apart(240_000))]
            // Longer than any chunk, or one body in some hundreds would be a single chunk and have no manifest.
            let manifests = [
                Damage(blob: apart(270_000), part: .manifest), Damage(blob: apart(300_000), part: .manifest),
            ]
            let passing = Damage(blob: apart(20_000))
            let damages = chunks + manifests + [passing]
            together(damages.map { .put($0.blob) })
            // No crash may take for a torn tail what is damaged now.
            then(.put(any()), .put(any()), .put(any()))
            then(.damage(chunks[0]), .damage(chunks[1]), .maintain(.scrub))
            then(.damage(manifests[0]), .damage(manifests[1]), .damage(passing), .maintain(.scrub))
            together([.put(any()), .put(chunks[0].blob.again(&random)), .upload(chunks[1].blob.again(&random))])
            if round == 0 { then(.reopen) }
            then(.repair(passing), .maintain(.scrub))
            together([.maintain(.compact), .put(any()), .put(manifests[0].blob.again(&random))])
            // What is released damaged is collected all the same.
            then(.release(manifests[1].blob))
            releaseSome()
            then(.maintain(.collect), .maintain(.compact), .maintain(.scrub))
        }
    }

    /// Rotations of the master key beside uploads, after each of which the former key is taken away.
    mutating func rotation() {
        let slow = apart(400_000)
        for domain in domains { then(.put(apart(count(100...90_000), in: domain))) }
        for round in 0..<3 {
            then(.append(slow, upTo: 100_000 * (round + 1)), .changeMasterKey)
            together([.maintain(.rotate), .put(any()), .put(any()), .put(edited())])
            if round == 1 { then(.loseIndex) }
            releaseSome()
            then(.reopen, .put(any()), .maintain(.collect))
        }
        then(.upload(slow), .maintain(.compact), .put(again()))
    }

    /// Erasures of domains' keys beside uploads to others, and what is left of the domains purged and collected.
    mutating func erasure() {
        for domain in domains {
            together([
                .put(apart(150_000, in: domain)), .put(apart(2_000, in: domain)), .put(apart(40_000, in: domain)),
            ])
        }
        for (round, domain) in domains.prefix(3).enumerated() {
            leave(domain)
            together([.maintain(.erase(domain)), .put(any()), .put(fresh(50_000))])
            if round == 0 { then(.reopen) }
            if round == 1 { then(.loseIndex) }
            then(.put(any()), .maintain(.compact))
            if round != 1 { then(.maintain(.purge(domain))) }
            releaseSome()
            then(.maintain(.collect), .maintain(.compact), .put(any()))
        }
    }
}
