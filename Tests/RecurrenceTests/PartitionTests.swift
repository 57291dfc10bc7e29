import Testing

@testable import Recurrence

@Suite("The search in a sorted collection")
struct PartitionTests {
    @Test func `the index is that of the first element behind, wherever that is`() {
        for count in 0...40 {
            for place in 0...count {
                #expect((10..<10 + count).partitioningIndex { $0 >= 10 + place } == 10 + place)
            }
        }
    }

    @Test(arguments: [0, 1, 7_499, 14_999, 15_000])
    func `of 15,000 elements it asks for 14`(place: Int) {
        var asked = 0
        let index = Array(0..<15_000).partitioningIndex { element in
            asked += 1
            return element >= place
        }
        #expect(index == place)
        #expect(asked <= 14)
    }
}
