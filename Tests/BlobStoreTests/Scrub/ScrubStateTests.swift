import BlobModel
import FoundationEssentials
import Testing

@testable import BlobStore

struct ScrubStateTests {
    private func state(isChainKnown: Bool) throws -> ScrubState {
        let header = SegmentHeader(shard: try ShardID(validating: "shard-1"), number: 7, created: .distantPast, salt: 1)
        var state = ScrubState()
        state.begin(at: 1_000)
        state.finish(6)
        state.bytes = 12_345
        state.findings = 2
        var position = LogPosition(header: header, sequence: 99, batch: 12)
        position.offset = 4_000
        state.place = SegmentPlace(position: position, isChainKnown: isChainKnown)
        return state
    }

    @Test(arguments: [true, false])
    func `a state survives being written`(_ isChainKnown: Bool) throws {
        let state = try state(isChainKnown: isChainKnown)
        #expect(ScrubState(decoding: state.encoded) == state)
        #expect(ScrubState(decoding: ScrubState().encoded) == ScrubState())
        #expect(ScrubState(decoding: Array(state.encoded.dropLast())) == nil)
    }

    @Test func `a pass that ends becomes the last one, and the next begins anew`() throws {
        var state = try state(isChainKnown: true)
        state.end(at: 5_000)
        let last = try #require(state.lastPass)
        #expect(last.bytes == 12_345 && last.findings == 2)
        #expect(last.started.timeIntervalSince1970 == 1 && last.ended.timeIntervalSince1970 == 5)
        #expect(state.passStart == nil && state.place == nil)
        state.begin(at: 6_000)
        #expect(state.bytes == 0 && state.findings == 0 && state.finished == 0)
        state.bytes = 5
        state.begin(at: 7_000)
        #expect(state.passStarted == 6_000 && state.bytes == 5, "an unfinished pass goes on")
        #expect(state.lastPass == last)
    }

    @Test func `a scrub is due half a period after the last one began`() {
        func status(passStarted: Bool, last: Double?) -> ScrubStatus {
            let pass = last.map {
                ScrubPass(
                    started: .init(timeIntervalSince1970: $0),
                    ended: .init(timeIntervalSince1970: $0 + 10),
                    bytes: 1,
                    findings: 0
                )
            }
            return ScrubStatus(
                passStarted: passStarted ? .init(timeIntervalSince1970: 0) : nil,
                bytes: 0,
                totalBytes: 0,
                findings: 0,
                lastPass: pass,
                quarantined: 0
            )
        }
        #expect(status(passStarted: false, last: nil).isDue(at: .init(timeIntervalSince1970: 1), period: 100))
        #expect(status(passStarted: true, last: 1_000).isDue(at: .init(timeIntervalSince1970: 1_001), period: 100))
        #expect(!status(passStarted: false, last: 1_000).isDue(at: .init(timeIntervalSince1970: 1_049), period: 100))
        #expect(status(passStarted: false, last: 1_000).isDue(at: .init(timeIntervalSince1970: 1_050), period: 100))
    }
}
