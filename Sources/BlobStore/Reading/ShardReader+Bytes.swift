import BlobModel
import DurableIO

extension ShardReader {
    /// Returns the bytes of slices, after checking each chunk's digest.
    ///
    /// - Throws: ``BlobStoreError/damagedContent(_:)`` when a chunk's bytes are not what they were.
    func read(_ slices: some Sequence<BlobSlice>, in domain: DedupDomain) throws(BlobStoreError) -> [UInt8] {
        var bytes: [UInt8] = []
        for run in try Self.runs(of: locate(slices, in: domain)) {
            let stored = try read(run)
            let isWhole = run.allSatisfy { $0.slice.wanted.count == Int($0.slice.length) }
            if isWhole, bytes.isEmpty {
                bytes = stored
            } else {
                for part in Self.wanted(of: run) { bytes += stored[part] }
            }
        }
        return bytes
    }

    /// Returns slices where they lie in files, neighbours together.
    func regions(of slices: [BlobSlice], in domain: DedupDomain) throws(BlobStoreError) -> [FileRegion] {
        var regions: [FileRegion] = []
        for run in try Self.runs(of: locate(slices, in: domain)) {
            guard let first = run.first else { continue }
            let length = run.reduce(0) { $0 + UInt64($1.slice.wanted.count) }
            let file = try files.file(first.location.segment)
            regions.append(FileRegion(file: file, offset: first.wantedOffset, length: length))
        }
        return regions
    }

    /// Reads the chunks of a run at once and checks each of them.
    private func read(_ run: [LocatedSlice]) throws(BlobStoreError) -> [UInt8] {
        guard let first = run.first else { return [] }
        let count = run.reduce(0) { $0 + Int($1.location.storedLength) }
        let stored = try bytes(in: first.location.segment, at: first.location.offset, count: count)
        var start = 0
        for located in run {
            let end = start + Int(located.location.storedLength)
            let digest = ContentID(of: stored.span.extracting(start..<end))
            guard digest == located.slice.chunk else { throw .damagedContent(located.slice.chunk) }
            start = end
        }
        return stored
    }

    /// Returns for each slice of a run where its wanted bytes are in the run.
    private static func wanted(of run: [LocatedSlice]) -> [Range<Int>] {
        var start = 0
        return run.map { located in
            defer { start += Int(located.location.storedLength) }
            return start + located.slice.wanted.lowerBound..<start + located.slice.wanted.upperBound
        }
    }

    /// Gathers slices whose chunks lie one after the other in a segment.
    private static func runs(of located: [LocatedSlice]) -> [[LocatedSlice]] {
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
