import Testing

@testable import BlobStore

struct CompactionPlannerTests {
    private let planner = CompactionPlanner(liveShare: 0.6, segmentByteLimit: 800)

    /// A segment with bodies of which so many bytes are live.
    private func usage(
        _ number: UInt64,
        live: UInt64,
        of bodies: UInt64,
        isBlocked: Bool = false
    ) -> SegmentUsage {
        var tally = SegmentTally()
        tally.byteCount = bodies + 20
        tally.bodyBytes = bodies
        tally.liveBytes = live
        let segment = LogLayout.Segment(name: SegmentName(number: number), through: number)
        return SegmentUsage(segment: segment, tally: tally, isBlocked: isBlocked)
    }

    private func numbers(_ usages: [SegmentUsage]) -> [[UInt64]] {
        planner.runs(among: usages).map { $0.names.map(\.number) }
    }

    @Test func `a segment is rewritten below the live share and not at it`() {
        #expect(numbers([usage(1, live: 599, of: 1_000)]) == [[1]])
        #expect(numbers([usage(1, live: 600, of: 1_000)]) == [])
        #expect(numbers([usage(1, live: 0, of: 1_000)]) == [[1]])
    }

    @Test func `neighbours become one segment as long as their live bytes fit into one`() {
        let usages = (1...4).map { usage($0, live: 300, of: 1_000) }
        #expect(numbers(usages).sorted { $0[0] < $1[0] } == [[1, 2], [3, 4]])
    }

    @Test func `segments that are not neighbours stay apart`() {
        let usages = [usage(1, live: 10, of: 1_000), usage(2, live: 990, of: 1_000), usage(3, live: 20, of: 1_000)]
        #expect(numbers(usages) == [[1], [3]])
    }

    @Test func `a tiny segment goes with a sparse neighbour and stays alone otherwise`() {
        let tiny = usage(2, live: 70, of: 70)
        #expect(numbers([usage(1, live: 10, of: 1_000), tiny]) == [[1, 2]])
        #expect(numbers([tiny]) == [])
        #expect(numbers((1...3).map { usage($0, live: 70, of: 70) }) == [])
        #expect(numbers((1...4).map { usage($0, live: 70, of: 70) }) == [[1, 2, 3, 4]])
    }

    @Test func `what must stay divides a run`() {
        let usages = [
            usage(1, live: 10, of: 1_000), usage(2, live: 10, of: 1_000, isBlocked: true),
            usage(3, live: 20, of: 1_000),
        ]
        #expect(numbers(usages) == [[1], [3]])
    }

    @Test func `the run that frees the most comes first`() {
        let usages = [
            usage(1, live: 500, of: 1_000), usage(2, live: 990, of: 1_000), usage(3, live: 20, of: 1_000),
        ]
        #expect(numbers(usages) == [[3], [1]])
    }

    @Test func `an output has the first number, a generation above all inputs, and stands for all of them`() throws {
        let first = LogLayout.Segment(name: SegmentName(number: 3, generation: 2), through: 6)
        let second = LogLayout.Segment(name: SegmentName(number: 7, generation: 4), through: 7)
        let run = try #require(
            CompactionRun([first, second].map { SegmentUsage(segment: $0, tally: SegmentTally(), isBlocked: false) })
        )
        #expect(run.output == SegmentName(number: 3, generation: 5))
        #expect(run.through == 7)
        let last = LogLayout.Segment(name: SegmentName(number: 3, generation: .max), through: 3)
        #expect(CompactionRun([SegmentUsage(segment: last, tally: SegmentTally(), isBlocked: false)]) == nil)
    }
}
