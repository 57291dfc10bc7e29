import BlobModel
import CalendarStore
import FoundationEssentials
import Testing

@testable import FrontService

struct FormTokenTests {
    private let now = Date(timeIntervalSince1970: 1_704_187_859)

    private func later(_ seconds: Double) -> Date { now.addingTimeInterval(seconds) }

    @Test func `a token is good for twelve hours, for the user whose page it was made for`() throws {
        let ring = try RootKeyRing.initial()
        let (home, other) = (HomeID.random(), HomeID.random())
        let token = FormToken(ring, for: home).mint(now: now)
        #expect(FormToken(ring, for: home).isGood(token, now: now))
        #expect(FormToken(ring, for: home).isGood(token, now: later(12 * 3_600)))
        #expect(!FormToken(ring, for: home).isGood(token, now: later(12 * 3_600 + 1)))
        #expect(!FormToken(ring, for: other).isGood(token, now: now))
    }

    @Test func `a token from the future is good within the difference of two clocks alone`() throws {
        let tokens = FormToken(try RootKeyRing.initial(), for: HomeID.random())
        let token = tokens.mint(now: now)
        #expect(tokens.isGood(token, now: later(-60)))
        #expect(!tokens.isGood(token, now: later(-61)))
    }

    @Test func `a key that was retired verifies, one that was removed does not`() throws {
        let home = HomeID.random()
        let ring = try RootKeyRing.initial()
        let token = FormToken(ring, for: home).mint(now: now)
        let (old, new) = (try SigningKeyID(validating: "k1"), try SigningKeyID(validating: "k2"))
        let rotated = try ring.adding(new, secret: Array(repeating: 7, count: 32)).activating(new)
        #expect(FormToken(rotated, for: home).isGood(token, now: now))
        #expect(FormToken(rotated, for: home).mint(now: now) != token)
        #expect(!FormToken(try rotated.removing(old), for: home).isGood(token, now: now))
    }

    @Test func `a token of which any character is another one is not good`() throws {
        let token = FormToken(try RootKeyRing.initial(), for: HomeID.random())
        let good = Array(token.mint(now: now))
        for index in good.indices {
            var bad = good
            bad[index] = bad[index] == "A" ? "B" : "A"
            #expect(!token.isGood(String(bad), now: now), "character \(index)")
        }
        for text in ["", "A", String(good.dropLast()), String(good) + "A"] { #expect(!token.isGood(text, now: now)) }
    }

    @Test(arguments: ["g" + String(repeating: "A", count: 53), "f" + String(repeating: "_", count: 52) + "w"])
    func `a token of the client's own making, with an instant that no clock shows, is not good`(token: String) throws {
        #expect(!FormToken(try RootKeyRing.initial(), for: HomeID.random()).isGood(token, now: now))
    }

    @Test(arguments: [Int64.min, Int64.min + 1, -1, 0, Int64.max])
    func `no instant that eight octets can say is one of a good token but that of a clock`(instant: Int64) {
        #expect(!FormToken.isCurrent(instant, now: now))
        #expect(FormToken.isCurrent(1_704_187_859, now: now))
    }
}
