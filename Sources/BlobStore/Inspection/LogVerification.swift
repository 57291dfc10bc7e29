import BlobModel
import DurableIO
import KeyValueIndex

/// Reads all segments of a stopped shard, and counts what in the index is founded on them.
struct LogVerification {
    /// What was found so far.
    private(set) var report = VerificationReport()

    /// The rows that were found to come from a record.
    private(set) var rows = FoundedRows()

    /// The bodies that cannot be read.
    private(set) var damaged: Set<ChunkKey> = []

    private let shard: StoppedShard
    private var total: UInt64 = 0

    /// Makes the verification of a shard's log.
    init(_ shard: StoppedShard) {
        self.shard = shard
    }

    private var index: ShardIndex { shard.index }

    /// Reads all segments.
    ///
    /// - Parameter progress: Told after each mebibyte how far it is.
    /// - Throws: What the index throws, and what the file system throws when it is worth trying again.
    mutating func run(_ progress: (VerificationProgress) -> Void) throws(BlobStoreError) {
        let tallies = try index.tallies()
        total = tallies.values.reduce(0) { $0 + $1.byteCount }
        for segment in tallies.keys.map(SegmentName.init).sorted() {
            try verify(segment.rawValue, tallies[segment.rawValue] ?? SegmentTally(), progress)
        }
        try checkLayout(known: Set(tallies.keys))
    }

    private mutating func verify(
        _ segment: UInt64,
        _ tally: SegmentTally,
        _ progress: (VerificationProgress) -> Void
    ) throws(BlobStoreError) {
        let opening = SegmentOpening(
            segment,
            in: shard.directory,
            shard: shard.identity.shard,
            reader: shard.reader
        )
        switch try opening.open(at: nil) {
        case .check(var check):
            var counted = SegmentTally()
            while !check.isDone {
                try take(try check.step(), of: segment, &counted)
                tell(progress)
            }
            compare(counted, with: tally, of: segment)
        case .damaged(let finding):
            report.findings.append(finding)
            try lookThrough(0 ..< .max, of: segment)
        case .empty: break
        }
    }

    private mutating func take(
        _ stretch: CheckedStretch,
        of segment: UInt64,
        _ counted: inout SegmentTally
    ) throws(BlobStoreError) {
        counted.records += stretch.records
        counted.bodyBytes += stretch.bodyBytes
        counted.liveBytes += stretch.liveBytes
        report.bytes += stretch.passedBytes
        report.records += stretch.records
        report.findings += stretch.findings
        rows.add(stretch.rows)
        for body in stretch.damaged { note(body) }
        for range in stretch.lost { try lookThrough(range, of: segment) }
    }

    /// Checks what the index has in bytes in which no record can be told.
    private mutating func lookThrough(_ range: Range<UInt64>, of segment: UInt64) throws(BlobStoreError) {
        for subject in [QuarantineRow.Subject.chunk, .manifest] {
            var key: [UInt8]?
            repeat {
                let page = try index.bodies(subject, in: segment, at: range, after: key)
                for body in page.rows {
                    guard shard.reader.isWhole(body) else {
                        note(body)
                        continue
                    }
                    report.findings.append(
                        .unrecordedContent(body.name, segment: body.segment, offset: body.offset)
                    )
                }
                key = page.next
            } while key != nil
        }
    }

    private mutating func note(_ body: IndexedBody) {
        damaged.insert(ChunkKey(domainKey: body.domainKey, id: body.name))
        report.findings.append(body.damage)
    }

    private mutating func compare(_ counted: SegmentTally, with tally: SegmentTally, of segment: UInt64) {
        guard counted.liveBytes != tally.liveBytes || counted.bodyBytes != tally.bodyBytes else { return }
        report.findings.append(
            .wrongTally(segment: segment, indexed: tally.liveBytes, counted: counted.liveBytes)
        )
    }

    /// Looks at how the files make up the log, and for what is behind the index's checkpoint.
    private mutating func checkLayout(known: Set<UInt64>) throws(BlobStoreError) {
        let names = try BlobStoreError.wrap { () throws(FileError) in try shard.directory.names() }
        do throws(BlobStoreError) {
            let layout = try LogLayout(reading: names, in: shard.directory, shard: shard.identity.shard)
            report.unfinishedCompactions = layout.unfinished.count
            try measureRest(layout.current.map(\.name.rawValue).filter { !known.contains($0) })
        } catch .segmentMissing(let number) {
            report.findings.append(.missingSegment(number))
        } catch .damagedSegment(let segment, let offset, .overlap(let other)) {
            // Each of the files may be whole by itself.
            report.findings.append(.damagedSegment(segment, offset: offset, .overlap(other)))
        } catch .damagedSegment(let segment, let offset, let fault) {
            // A damaged header was met before, unless the index knows nothing of the segment.
            guard !known.contains(segment) else { return }
            report.findings.append(.damagedSegment(segment, offset: offset, fault))
        } catch .file(let error) where error.isAbsence {
            // Compaction cannot run now: the file is one that the index knows, and was met before.
        }
    }

    private mutating func measureRest(_ unknown: [UInt64]) throws(BlobStoreError) {
        let checkpoint = try index.read { (txn) throws(BlobStoreError) in try index.checkpoint(txn) }
        if let checkpoint { report.unreplayedBytes += try excess(of: checkpoint.segment, over: checkpoint.offset) }
        for segment in unknown where SegmentName(rawValue: segment).generation == 0 {
            report.unreplayedBytes += try excess(of: segment, over: UInt64(SegmentHeader.byteCount))
        }
    }

    private func excess(of segment: UInt64, over offset: UInt64) throws(BlobStoreError) -> UInt64 {
        let size = try shard.reader.size(ofFile: segment)
        return size - min(size, offset)
    }

    private func tell(_ progress: (VerificationProgress) -> Void) {
        progress(
            VerificationProgress(phase: .log, done: report.bytes, total: total, findings: report.findings.count)
        )
    }
}
