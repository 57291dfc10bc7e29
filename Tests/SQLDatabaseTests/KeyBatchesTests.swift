import SQLDatabase
import Testing

struct KeyBatchesTests {
    @Test(arguments: [
        (0, []), (1, [1]), (2, [10]), (10, [10]), (11, [25]), (25, [25]), (26, [100]), (100, [100]), (101, [100, 1]),
        (250, [100, 100, 100]),
        (225, [100, 100, 25]),
    ])
    func `only four lengths occur`(count: Int, lengths: [Int]) {
        let batches = Array(KeyBatches((0..<count).map { SQLValue($0) }))
        #expect(batches.map(\.arguments.count) == lengths)
        #expect(batches.map { $0.placeholders.filter { $0 == "?" }.count } == lengths)
    }

    @Test(arguments: [1, 7, 64, 230])
    func `every key is in exactly one batch`(count: Int) {
        let batches = KeyBatches((0..<count).map { SQLValue($0) })
        let found = batches.map { Set($0.arguments) }
        #expect(found.reduce(into: Set()) { $0.formUnion($1) } == Set((0..<count).map { SQLValue($0) }))
        #expect(found.map(\.count).reduce(0, +) == count)
    }
}
