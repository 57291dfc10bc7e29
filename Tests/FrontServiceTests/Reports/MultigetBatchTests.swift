import Testing

@testable import FrontService

@Suite struct MultigetBatchTests {
    private let limit = MultigetBatch.maximumOctets

    @Test func `small objects are read together`() {
        #expect(MultigetBatch.count(of: Array(repeating: 1000, count: 25)) == 25)
        #expect(MultigetBatch.count(of: []) == 0)
    }

    @Test func `objects that are large together are read in several batches, and a large one alone`() {
        #expect(MultigetBatch.count(of: [limit / 2, limit / 2, 1, 1]) == 2)
        #expect(MultigetBatch.count(of: [limit + 1, 1]) == 1)
        #expect(MultigetBatch.count(of: [1, limit]) == 1)
        #expect(MultigetBatch.count(of: [0, limit]) == 2)
    }
}
