/// Decides which segments are worth rewriting.
///
/// Worth it is a segment whose live share of bodies is below the setting. Segments that have become tiny are taken along when
/// they stand beside such a one, and a row of them becomes one segment; a single tiny one is left, so that nothing is
/// rewritten again and again.
struct CompactionPlanner: Sendable {
    /// The share of the segment limit below which a segment is tiny.
    private static let tinyShare: UInt64 = 8

    /// The number of tiny neighbours that become one segment without another reason.
    private static let tinyCount = 4

    /// The most segments that one output replaces.
    private static let runLimit = 64

    /// The live share of bodies below which a segment is rewritten, between 0 and 1.
    let liveShare: Double

    /// The size at which a segment is sealed, and the most live bytes that go into one output.
    let segmentByteLimit: UInt64

    /// Finds the runs that are worth it.
    ///
    /// - Parameter segments: The segments of the log, in order.
    /// - Returns: The runs, those that free the most bytes first.
    func runs(among segments: [SegmentUsage]) -> [CompactionRun] {
        var runs: [CompactionRun] = []
        var start = segments.startIndex
        while start < segments.endIndex {
            let end = endOfRun(in: segments, from: start)
            let inputs = Array(segments[start..<end])
            if isWorthwhile(inputs), let run = CompactionRun(inputs) { runs.append(run) }
            start = max(end, start + 1)
        }
        return runs.sorted { ($1.gain, $0.output) < ($0.gain, $1.output) }
    }

    private func endOfRun(in segments: [SegmentUsage], from start: Int) -> Int {
        var end = start
        var live: UInt64 = 0
        while end < segments.endIndex, end - start < Self.runLimit {
            let next = segments[end]
            guard !next.isBlocked, isSparse(next) || isTiny(next) else { break }
            live += next.tally.liveBytes
            guard end == start || live <= segmentByteLimit else { break }
            end += 1
        }
        return end
    }

    private func isWorthwhile(_ inputs: [SegmentUsage]) -> Bool {
        inputs.contains(where: isSparse) || inputs.count >= Self.tinyCount
    }

    private func isSparse(_ usage: SegmentUsage) -> Bool {
        Double(usage.tally.liveBytes) < liveShare * Double(usage.tally.bodyBytes)
    }

    private func isTiny(_ usage: SegmentUsage) -> Bool {
        usage.tally.byteCount < segmentByteLimit / Self.tinyShare
    }
}
