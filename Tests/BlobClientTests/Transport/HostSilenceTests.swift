import Testing

@testable import BlobClient

@Suite struct HostSilenceTests {
    /// Looks at a connection again and again.
    ///
    /// - Parameter looks: The segments that are not confirmed, the seconds since anything was, and the second of each look.
    /// - Returns: Whether the host was gone, at each.
    private func looking(_ looks: [(unconfirmed: Int, confirmed: Int, second: Int)]) -> [Bool] {
        let began = ContinuousClock.now
        var silence = HostSilence(limit: .seconds(8))
        return looks.map { look in
            silence.note(
                unconfirmed: look.unconfirmed,
                confirmed: .seconds(look.confirmed),
                now: began + .seconds(look.second)
            )
        }
    }

    @Test func `a host that confirms nothing of what was sent is gone after the limit`() {
        let isGone = looking((0...9).map { (1, $0, $0) })
        #expect(isGone == Array(repeating: false, count: 8) + [true, true])
    }

    @Test func `what is sent after a long rest has the whole limit`() {
        let isGone = looking([(0, 3_600, 0), (2, 3_601, 1), (2, 3_608, 8), (2, 3_609, 9)])
        #expect(isGone == [false, false, false, true])
    }

    @Test func `a host that confirms something again and again is there, however much is on its way`() {
        let isGone = looking((0..<60).map { (9, 7, $0) })
        #expect(!isGone.contains(true))
    }

    @Test func `a connection on which nothing is on its way is not silent`() {
        let isGone = looking((0..<60).map { (0, $0, $0) })
        #expect(!isGone.contains(true))
    }
}
