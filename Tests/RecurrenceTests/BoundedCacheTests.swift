import RandomTesting
import Testing

@testable import Recurrence

@Suite("The cache of time zones")
struct BoundedCacheTests {
    @Test func `what was kept is found`() {
        var cache = BoundedCache<String, Int>(capacity: 100_000)
        cache.keep(7, for: "a", octets: 10)
        #expect(cache["a"] == 7)
        #expect(cache["b"] == nil)
    }

    @Test func `a value that is large beside the capacity is not kept`() {
        var cache = BoundedCache<String, Int>(capacity: 64_000)
        cache.keep(1, for: "large", octets: 1_000)
        #expect(cache["large"] == nil)
        #expect(cache.octets == 0)
        cache.keep(1, for: "small", octets: 800)
        #expect(cache["small"] == 1)
    }

    @Test func `whatever is kept, the capacity is not exceeded, and the last value is there`() {
        var random = SeededGenerator(seed: 7_809)
        var cache = BoundedCache<Int, Int>(capacity: 20_000)
        for number in 0..<5_000 {
            cache.keep(number, for: number, octets: .random(in: 0...180, using: &random))
            #expect(cache.octets <= cache.capacity)
            #expect(cache[number] == number)
        }
    }

    @Test func `empty values weigh as well`() {
        var cache = BoundedCache<Int, Int?>(capacity: 20_000)
        for number in 0..<1_000 { cache.keep(nil, for: number, octets: 0) }
        #expect((0..<1_000).count { cache[$0] != nil } < 200)
    }
}
