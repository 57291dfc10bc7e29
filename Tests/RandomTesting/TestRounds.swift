import FoundationEssentials

/// The lengths of random tests: short in the ordinary run, and as long as somebody likes by hand.
package enum TestRounds {
    /// Returns how many rounds a test has: its own number, multiplied by `ATTACHE_TEST_ROUNDS`.
    package static func count(_ ordinary: Int) -> Int {
        let factor = ProcessInfo.processInfo.environment["ATTACHE_TEST_ROUNDS"].flatMap(Int.init) ?? 1
        return ordinary * max(1, factor)
    }
}
