import BlobModel
import DurableIO
import KeyValueIndex
import Logging

/// A run to rewrite, and the segment before it.
struct CompactionChoice: Hashable, Sendable {
    /// The run.
    let run: CompactionRun

    /// The segment before it; nil when the run begins the log.
    let former: SegmentName?
}

/// Why a run stays as it is, and which of its segments are not tried again.
struct CompactionRefusal: Hashable, Sendable {
    /// Why.
    let reason: CompactionSkip.Reason

    /// The segments that stay.
    let segments: [SegmentName]

    /// Says why some segments stay.
    init(_ reason: CompactionSkip.Reason, _ segments: [SegmentName]) {
        self.reason = reason
        self.segments = segments
    }
}

extension Compactor {
    /// Chooses the run that is most worth rewriting.
    ///
    /// - Parameter blocked: Segments that stay as they are.
    /// - Returns: The run, or nil when none is worth it.
    /// - Throws: What the file system or the index throws.
    func nextChoice(except blocked: Set<SegmentName>) async throws(BlobStoreError) -> CompactionChoice? {
        let usages = try await pool.run { () throws(BlobStoreError) -> [SegmentUsage] in
            try self.usages(except: blocked)
        }
        let planner = CompactionPlanner(
            liveShare: options.compactionLiveShare,
            segmentByteLimit: options.segmentByteLimit
        )
        guard let run = planner.runs(among: usages).first else { return nil }
        let position = usages.firstIndex { $0.segment.name == run.names.first } ?? 0
        return CompactionChoice(run: run, former: position > 0 ? usages[position - 1].segment.name : nil)
    }

    /// Returns which segments make up the log.
    ///
    /// - Throws: What the file system throws.
    func layout() throws(BlobStoreError) -> LogLayout {
        let names = try BlobStoreError.wrap { () throws(FileError) in try parts.directory.names() }
        return try LogLayout(reading: names, in: parts.directory, shard: shard)
    }

    /// Returns why a run cannot be copied for want of space, or nil when there is enough beyond what is reserved.
    ///
    /// - Throws: ``BlobStoreError/file(_:)``.
    func lackOfSpace(for run: CompactionRun) async throws(BlobStoreError) -> CompactionSkip.Reason? {
        let available = try await pool.run { () throws(BlobStoreError) in
            try BlobStoreError.wrap { () throws(FileError) in
                try parts.directory.fileSystem.availableBytes(at: parts.directory.path)
            }
        }
        let needed = run.copyByteCount + options.reservedBytes
        return available < needed ? .insufficientSpace(needed: needed, available: available) : nil
    }

    /// Returns why a run stays as it is, if an error says so.
    ///
    /// - Throws: ``BlobStoreError/file(_:)``.
    func refusal(for error: BlobStoreError, _ run: CompactionRun) async throws(BlobStoreError) -> CompactionRefusal? {
        if let damaged = damaged(by: error, in: run) {
            parts.logger.error("Segments are damaged and were not compacted", metadata: ["reason": "\(error)"])
            return CompactionRefusal(.damaged("\(error)"), damaged)
        }
        guard error.isNoSpace else { return nil }
        let lack = try await lackOfSpace(for: run)
        let needed = run.copyByteCount + options.reservedBytes
        return CompactionRefusal(lack ?? .insufficientSpace(needed: needed, available: 0), run.names)
    }

    /// Returns the segments of a run that an error says are damaged, all of them when it names none.
    ///
    /// A sector that cannot be read is damage, too. It may lie in bytes that nobody needs, which no scrub will find, and must
    /// not keep all other segments from being rewritten.
    private func damaged(by error: BlobStoreError, in run: CompactionRun) -> [SegmentName]? {
        let named: [SegmentName]
        switch error {
        case .damagedContent: named = []
        case .damagedSegment(let name, _, _): named = run.names.filter { $0.rawValue == name }
        case .file(.system(.read, let path, _)) where !error.isWorthRetrying:
            named = run.names.filter { parts.directory.path(of: $0.rawValue) == path }
        default: return nil
        }
        // The segment before the run is read, too.
        return named.isEmpty ? run.names : named
    }

    /// Returns how much of each segment of the log is in use, and which ones stay as they are.
    ///
    /// The segment of the checkpoint and those after it are written to, or will be: they stay, and so does the last one. So
    /// does an output whose inputs are still there: rows that still point to them say that it holds nothing.
    ///
    /// - Parameter blocked: Further segments that stay.
    /// - Returns: The segments, in order.
    /// - Throws: What the file system or the index throws.
    func usages(except blocked: Set<SegmentName>) throws(BlobStoreError) -> [SegmentUsage] {
        let layout = try layout()
        let index = parts.reader.index
        let tallies = try index.tallies()
        let damaged = Set(try index.quarantinedPlaces().map(\.segment))
        let checkpoint = try index.read { (txn) throws(BlobStoreError) in try index.checkpoint(txn) }
        let end = min(
            SegmentName(rawValue: checkpoint?.segment ?? 0).number,
            layout.current.last?.name.number ?? 0
        )
        return layout.current.map { segment in
            let name = segment.name
            return SegmentUsage(
                segment: segment,
                tally: tallies[name.rawValue] ?? SegmentTally(),
                isBlocked: name.number >= end || damaged.contains(name.rawValue) || blocked.contains(name)
                    || !layout.inputs(of: segment).isEmpty
            )
        }
    }
}
