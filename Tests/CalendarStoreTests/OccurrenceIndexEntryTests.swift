import CalendarStore
import RandomTesting
import Testing

struct OccurrenceIndexEntryTests {
    private static let hour: Int64 = 3600

    @Test func `spans that overlap or touch are one, and the others stay in order`() {
        let entry = OccurrenceIndexEntry(spans: [50..<60, 0..<10, 10..<20, 15..<18, 30..<40], indexedUntil: 100)
        #expect(entry.spans == [0..<20, 30..<40, 50..<60])
        #expect(entry.indexedUntil == 100)
    }

    @Test func `RFC 4791 §9.9 what has no duration takes the second of its start`() {
        #expect(OccurrenceIndexEntry(spans: [7..<7], indexedUntil: nil).spans == [7..<8])
        #expect(OccurrenceIndexEntry(spans: [7..<9, 9..<9], indexedUntil: nil).spans == [7..<10])
    }

    @Test(arguments: [Int64.min..<Int64.max, Int64.min..<0, 0..<Int64.max, Int64.max - 1..<Int64.max])
    func `an open side becomes a far bound`(span: Range<Int64>) throws {
        let kept = try #require(OccurrenceIndexEntry(spans: [span], indexedUntil: nil).spans.first)
        #expect(!kept.isEmpty)
        #expect(kept.lowerBound >= -(1 << 40) && kept.upperBound <= 1 << 40)
        #expect(span.contains(0) == kept.contains(0))
    }

    @Test func `a daily event of three years is a few long spans, a weekly one stays exact`() {
        let daily = (0..<1095).map { $0 * 24 * Self.hour..<($0 * 24 + 1) * Self.hour }
        let weekly = (0..<156).map { $0 * 168 * Self.hour..<($0 * 168 + 1) * Self.hour }
        #expect(OccurrenceIndexEntry(spans: daily, indexedUntil: nil).spans.count == 1)
        #expect(OccurrenceIndexEntry(spans: weekly, indexedUntil: nil).spans == weekly)
    }

    @Test func `the working days of three years are their weeks`() throws {
        let days = (0..<1095).filter { $0 % 7 < 5 }.map { Int64($0) * 24 * Self.hour }
        let spans = OccurrenceIndexEntry(spans: days.map { $0..<$0 + Self.hour }, indexedUntil: nil).spans
        #expect(spans.count == 157)
        #expect(spans.first == 0..<(4 * 24 + 1) * Self.hour)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `nothing that was given is lost, and there are never too many`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let spans = (0..<Int.random(in: 0..<2000, using: &random)).map { _ in
                let start = Int64.random(in: -1_000_000_000..<1_000_000_000, using: &random)
                return start..<start + Int64.random(in: 0..<1_000_000, using: &random)
            }
            let kept = OccurrenceIndexEntry(spans: spans, indexedUntil: nil).spans
            #expect(kept.count <= OccurrenceIndexEntry.maximumSpans, "seed \(seed)")
            #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }, "seed \(seed)")
            let isCovered = spans.allSatisfy { span in
                kept.contains { $0.lowerBound <= span.lowerBound && span.upperBound <= $0.upperBound }
            }
            #expect(isCovered, "seed \(seed)")
        }
    }
}
