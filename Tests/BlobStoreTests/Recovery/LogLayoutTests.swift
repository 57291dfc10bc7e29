import Testing

@testable import BlobStore

struct LogLayoutTests {
    private func segment(_ number: UInt64, _ generation: UInt16 = 0, through: UInt64? = nil) -> LogLayout.Segment {
        LogLayout.Segment(name: SegmentName(number: number, generation: generation), through: through ?? number)
    }

    @Test func `segments of uploads are the log in the order of their numbers`() throws {
        let layout = try LogLayout([segment(2), segment(1), segment(3)])
        #expect(layout.current == [segment(1), segment(2), segment(3)])
        #expect(layout.replaced.isEmpty)
        #expect(try LogLayout([]).current.isEmpty)
    }

    @Test func `an output stands for its inputs, whether they are there or not`() throws {
        let output = segment(1, 1, through: 3)
        #expect(try LogLayout([output, segment(4)]).current == [output, segment(4)])
        let layout = try LogLayout([segment(1), segment(2), segment(3), output, segment(4)])
        #expect(layout.current == [output, segment(4)])
        #expect(layout.replaced == [segment(1), segment(2), segment(3)])
        #expect(layout.unfinished == [output])
        #expect(layout.inputs(of: segment(4)).isEmpty)
    }

    @Test func `an output that replaces outputs has a generation above theirs`() throws {
        let former = segment(1, 1, through: 2)
        let output = segment(1, 2, through: 4)
        let layout = try LogLayout([former, segment(3), segment(4), output, segment(5)])
        #expect(layout.current == [output, segment(5)])
        #expect(layout.inputs(of: output) == [former, segment(3), segment(4)])
    }

    @Test(arguments: [[2], [1, 3], [1, 2, 5]] as [[UInt64]])
    func `a hole in the numbers is damage`(_ numbers: [UInt64]) throws {
        let expected = (1...).first { !numbers.contains($0) } ?? 0
        #expect(throws: BlobStoreError.segmentMissing(expected)) { try LogLayout(numbers.map { segment($0) }) }
    }

    @Test func `a log that ends with an output has lost its last segment`() throws {
        #expect(throws: BlobStoreError.segmentMissing(4)) { try LogLayout([segment(1, 1, through: 3)]) }
    }

    @Test func `segments that stand for the same numbers by halves are damage`() throws {
        let output = segment(1, 1, through: 3)
        let other = segment(3, 2, through: 4)
        #expect(throws: BlobStoreError.self) { try LogLayout([output, other, segment(5)]) }
        // The same generation twice.
        #expect(throws: BlobStoreError.self) { try LogLayout([output, segment(2, 1), segment(4)]) }
    }
}
