import Cryptography
import Testing

struct SecureRandomTests {
    @Test(arguments: [0, 1, 16, 100_000])
    func `as many bytes come as were asked for`(count: Int) {
        #expect(SecureRandom.bytes(count).count == count)
    }

    @Test func `no value comes twice`() {
        #expect(Set((0..<1000).map { _ in SecureRandom.bytes(16) }).count == 1000)
    }

    @Test(arguments: [1, 7, 8, 9, 23, 256, 257, 600])
    func `every bit of every byte is 0 at times and 1 at others`(count: Int) {
        let values = (0..<200).map { _ in SecureRandom.bytes(count) }
        // A bit that had the same value 200 times by chance would be found once in 2¹⁹⁹ runs.
        for position in 0..<count {
            #expect(values.map { $0[position] }.reduce(0, |) == 0xFF)
            #expect(values.map { $0[position] }.reduce(0xFF, &) == 0)
        }
    }

    @Test func `equality in constant time is equality`() {
        #expect(ConstantTime.equal([], []))
        #expect(ConstantTime.equal([1, 2], [1, 2]))
        #expect(!ConstantTime.equal([1, 2], [1, 3]))
        #expect(!ConstantTime.equal([1, 2], [1, 2, 3]))
        #expect(!ConstantTime.equal([], [0]))
    }
}
