import BlobModel
import Testing

@testable import BlobService

@Suite struct BodyPaceTests {
    @Test func `a body that comes at 4 KiB a second may take its time`() throws {
        var pace = BodyPace()
        for second in 1...1_000 {
            try pace.note(4 << 10, after: .seconds(1), elapsed: .seconds(second))
        }
    }

    @Test func `a body that trickles fails after half a minute`() throws {
        var pace = BodyPace()
        for second in 1...30 { try pace.note(32, after: .seconds(1), elapsed: .seconds(second)) }
        #expect(throws: BlobError.self) { try pace.note(32, after: .seconds(1), elapsed: .seconds(31)) }
    }

    @Test func `the time that the store takes is not the client's`() throws {
        var pace = BodyPace()
        try pace.note(32, after: .zero, elapsed: .seconds(3_600))
    }

    @Test func `no body takes longer than its grant lives`() throws {
        var pace = BodyPace()
        try pace.note(1 << 30, after: .seconds(1), elapsed: .seconds(82_800))
        #expect(throws: BlobError.self) { try pace.note(1, after: .zero, elapsed: .seconds(82_801)) }
    }
}
