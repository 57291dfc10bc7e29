import BlobModel
import Testing

@testable import BlobStore

@Suite struct RecountStateTests {
    private func samples() -> [RecountState] {
        var pass = RecountPass(started: 5, limit: 6)
        pass.cursor = [UInt8](0..<48)
        pass.counts.seen = 7
        pass.counts.due = 3
        var full = RecountState()
        full.horizon = RecountState.Horizon(sequence: 1, noted: 2)
        full.pass = pass
        full.last = RecountState.Ended(started: 8, ended: 9, counts: pass.counts)
        full.held = 10
        full.approved = 11
        var partial = RecountState()
        partial.last = full.last
        return [RecountState(), partial, full]
    }

    @Test func `a state comes back from its row`() {
        for state in samples() { #expect(RecountState(decoding: state.encoded) == state) }
    }

    @Test func `no shortened row is a state`() {
        for state in samples() {
            let row = state.encoded
            for length in 0..<row.count {
                #expect(RecountState(decoding: Array(row.prefix(length))) == nil, "\(length)")
            }
            #expect(RecountState(decoding: row + [0]) == nil)
        }
    }

    @Test func `a row of another version is refused`() {
        var row = RecountState().encoded
        row[1] = 2
        #expect(RecountState(decoding: row) == nil)
    }

    @Test(arguments: [(0, 10), (1_000, 10), (1_001, 10), (1_100, 11), (1_000_000, 10_000)] as [(UInt64, UInt64)])
    func `one in a hundred may be released, and ten always`(_ seen: UInt64, _ allowance: UInt64) {
        var counts = RecountCounts()
        counts.seen = seen
        #expect(counts.allowance == allowance)
    }

    @Test func `a pass that was stopped long ago is begun anew`() {
        var state = RecountState()
        state.begin(approve: false, now: 1_000, sequence: 1, maturity: 0)
        state.pass?.cursor = [1]
        state.begin(approve: false, now: 1_000 + Recounter.longestPass - 1, sequence: 2, maturity: 0)
        #expect(state.pass?.cursor == [1])
        state.begin(approve: false, now: 1_000 + Recounter.longestPass, sequence: 3, maturity: 0)
        #expect(state.pass?.cursor == [])
        #expect(state.pass?.limit == 3)
    }
}
