/// Workloads of uploads, collections, and compactions.
extension ScriptComposer {
    /// Uploads of all kinds, alone and at the same time, with releases, a reopening, and a loss of the index.
    mutating func plain() {
        then(.put(fresh(300)), .put(fresh(0)))
        for round in 0..<4 {
            together((0..<count(2...5)).map { _ in .put(any()) })
            then(.put(fresh(count(80_000...260_000))))
            if let blob = takeAny() { then(.release(blob)) }
            then(.put(any()))
            if round == 1 { then(.reopen) }
            if round == 2 { then(.loseIndex) }
        }
        together([.put(again()), .put(fresh(20_000)), .put(edited())])
    }

    /// Uploads and releases while the collector runs, and what was collected put again.
    mutating func collection() {
        let leaving = domains[1]
        then(.put(fresh(200_000)), .put(edited()), .put(fresh(3_000)), .put(again()))
        for round in 0..<3 {
            releaseSome()
            then(.maintain(.sweep))
            together([.maintain(.collect), .put(any()), .put(again()), .put(edited())])
            then(.maintain(.collect), .put(any()))
            if round == 1 { then(.reopen, .maintain(.collect)) }
        }
        then(.maintain(.purge(leaving)), .maintain(.collect), .put(fresh(2_000)))
    }

    /// Compaction of what was released, while uploads go on, again and again, so that generations follow each other.
    mutating func compaction() {
        then(.put(fresh(250_000)))
        for round in 0..<3 {
            together((0..<4).map { _ in .put(fresh(count(20_000...60_000))) })
            together((0..<3).map { _ in .put(any()) })
            releaseSome()
            then(.maintain(.collect))
            together([.maintain(.compact), .put(any()), .put(again())])
            if round == 0 { then(.reopen) }
            if round == 1 { then(.loseIndex, .maintain(.collect)) }
            then(.maintain(.compact))
        }
        then(.maintain(.scrub), .put(fresh(1_000)))
    }

    /// Upload sessions beside each other and beside other uploads, some of which are left open, or abandoned.
    mutating func sessions() {
        for round in 0..<3 {
            let (large, slow, dropped) = (apart(count(500_000...700_000)), apart(300_000), apart(280_000))
            then(.append(large, upTo: 200_000), .append(large, upTo: 420_000))
            together([.append(slow, upTo: 150_000), .append(large, upTo: large.bytes.count), .put(any())])
            if round == 0 { then(.reopen) }
            if round == 1 { then(.loseIndex) }
            then(.append(dropped, upTo: 270_000), .maintain(.sweep), .maintain(.collect))
            together([.upload(large), .append(slow, upTo: 270_000), .upload(edited()), .put(any())])
            share(large)
            then(.abandon(dropped), .upload(fresh(40_000)))
            releaseSome()
            if round == 0 { then(.upload(slow)) }
            then(.maintain(.sweep), .maintain(.collect), .maintain(.compact))
        }
    }

    /// Two uploads, and the shard closed and opened between them.
    mutating func afterRecovery() {
        then(.put(fresh(5_000)), .reopen, .put(fresh(30_000)))
    }
}
