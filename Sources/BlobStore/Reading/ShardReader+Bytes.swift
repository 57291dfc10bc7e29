import BlobModel
import DurableIO

extension ShardReader {
    /// Returns the bytes of slices, after checking each chunk's digest.
    ///
    /// - Throws: ``BlobStoreError/damagedContent(_:)`` when a chunk's bytes are not what they were.
    func read(_ slices: some Sequence<BlobSlice>, in domain: DedupDomain) throws(BlobStoreError) -> [UInt8] {
        try whereItIs { () throws(BlobStoreError) in
            try read(runs: Self.runs(of: locate(slices, in: domain)), domain.key)
        }
    }

    /// Returns the bytes of runs, after checking or opening each chunk.
    ///
    /// - Throws: ``BlobStoreError/damagedContent(_:)`` when a chunk's bytes are not what they were.
    func read(runs: [[LocatedSlice]], _ domainKey: ContentID) throws(BlobStoreError) -> [UInt8] {
        var bytes: [UInt8] = []
        for run in runs {
            let stored = try stored(run)
            if run.contains(where: \.isEncrypted) {
                try open(run, in: stored, domainKey, into: &bytes)
                continue
            }
            try check(run, in: stored)
            let isWhole = run.allSatisfy { $0.slice.wanted.count == Int($0.slice.length) }
            if isWhole, bytes.isEmpty {
                bytes = stored
            } else {
                for part in Self.wanted(of: run) { bytes += stored[part] }
            }
        }
        return bytes
    }

    /// Returns slices where they lie in files, neighbours together; nil when some of them are encrypted.
    ///
    /// The files are open: they stay readable even when compaction removes them.
    func regions(of slices: [BlobSlice], in domain: DedupDomain) throws(BlobStoreError) -> [FileRegion]? {
        try whereItIs { () throws(BlobStoreError) in
            try regions(ofRuns: Self.runs(of: locate(slices, in: domain)))
        }
    }

    /// Returns runs where they lie in files; nil when some of them are encrypted.
    ///
    /// - Throws: ``BlobStoreError/damagedSegment(_:offset:_:)`` when a file ends before: from there `sendfile` sends nothing and
    ///   reports no error, so that whoever sends would try for ever.
    func regions(ofRuns runs: [[LocatedSlice]]) throws(BlobStoreError) -> [FileRegion]? {
        var regions: [FileRegion] = []
        for run in runs {
            guard let first = run.first, !run.contains(where: \.isEncrypted) else { return nil }
            let length = run.reduce(0) { $0 + UInt64($1.slice.wanted.count) }
            let file = try self.file(first.location.segment, with: length, at: first.wantedOffset)
            regions.append(FileRegion(file: file, offset: first.wantedOffset, length: length))
        }
        return regions
    }

    /// Reads the chunks of a run at once.
    private func stored(_ run: [LocatedSlice]) throws(BlobStoreError) -> [UInt8] {
        guard let first = run.first else { return [] }
        let count = run.reduce(0) { $0 + UInt64($1.location.storedLength) }
        return try bytes(in: first.location.segment, at: first.location.offset, count: count)
    }

    /// Checks each chunk of a run, none of which is encrypted.
    private func check(_ run: [LocatedSlice], in stored: [UInt8]) throws(BlobStoreError) {
        for (located, place) in zip(run, Self.places(of: run)) {
            let digest = ContentID(of: stored.span.extracting(place))
            guard digest == located.slice.chunk else { throw .damagedContent(located.slice.chunk) }
        }
    }

    /// Adds what is wanted of each chunk of a run, after opening those that are encrypted and checking the others.
    private func open(
        _ run: [LocatedSlice],
        in stored: [UInt8],
        _ domainKey: ContentID,
        into bytes: inout [UInt8]
    ) throws(BlobStoreError) {
        for (located, place) in zip(run, Self.places(of: run)) {
            let name = ChunkKey(domainKey: domainKey, id: located.slice.chunk)
            let chunk = stored.span.extracting(place)
            guard located.isEncrypted else {
                guard ContentID(of: chunk) == name.id else { throw .damagedContent(name.id) }
                bytes += stored[place].dropFirst(located.slice.wanted.lowerBound).prefix(located.slice.wanted.count)
                continue
            }
            let plain = try opener.chunk(chunk, of: name)
            guard plain.count == Int(located.slice.length) else { throw .damagedContent(name.id) }
            bytes += plain[located.slice.wanted]
        }
    }

    /// Returns for each slice of a run where its chunk is in the run.
    private static func places(of run: [LocatedSlice]) -> [Range<Int>] {
        var start = 0
        return run.map { located in
            defer { start += Int(located.location.storedLength) }
            return start..<start + Int(located.location.storedLength)
        }
    }

    /// Returns for each slice of a run, none of which is encrypted, where its wanted bytes are in the run.
    private static func wanted(of run: [LocatedSlice]) -> [Range<Int>] {
        zip(run, places(of: run)).map { located, place in
            let wanted = located.slice.wanted
            return place.lowerBound + wanted.lowerBound..<place.lowerBound + wanted.upperBound
        }
    }

    /// Gathers slices whose chunks lie one after the other in a segment.
    static func runs(of located: [LocatedSlice]) -> [[LocatedSlice]] {
        var runs: [[LocatedSlice]] = []
        for slice in located {
            if let last = runs.last?.last, last.isFollowed(by: slice) {
                runs[runs.count - 1].append(slice)
            } else {
                runs.append([slice])
            }
        }
        return runs
    }
}
