import BlobAPI
import BlobClient
import Testing

@testable import BlobService

@Suite struct FrontSilenceTests {
    private let began = ContinuousClock.now
    private let away = FrontClientError.unavailable("It is away.")

    @Test func `it lasts from the first word without an answer, and is over after the limit`() {
        var silence = FrontSilence(limit: .seconds(30))
        let isOver = stride(from: 0, through: 30, by: 10).map { seconds in
            silence.note(away, now: began + .seconds(seconds))
            return silence.isOver
        }
        #expect(isOver == [false, false, false, true])
    }

    @Test(arguments: [ErrorCode.unavailable, .grantSpent, .deadlineExceeded])
    func `any answer breaks it, a refusal too`(_ code: ErrorCode) {
        var silence = FrontSilence(limit: .seconds(30))
        silence.note(away, now: began)
        #expect(!silence.isBroken)
        silence.note(FrontClientError.refused(APIProblem(code)), now: began + .seconds(29))
        #expect(silence.isBroken && !silence.isOver)
        silence.note(away, now: began + .seconds(31))
        #expect(!silence.isOver)
        silence.note(nil, now: began + .seconds(40))
        #expect(silence.isBroken)
    }

    @Test func `without a limit it is never over, and nobody speaks more often`() {
        var silence = FrontSilence(limit: nil)
        for hour in 0..<24 { silence.note(away, now: began + .seconds(3_600 * hour)) }
        #expect(!silence.isOver && silence.isBroken)
    }
}
