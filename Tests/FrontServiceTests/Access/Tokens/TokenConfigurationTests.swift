import CalendarStore
import FoundationEssentials
import Testing

@testable import FrontService

/// The claims of tokens; the signatures are not looked at here.
@Suite struct TokenConfigurationTests {
    private static let now = 1_700_000_000.0

    private let good = #""iss":"https://id.example.com/","aud":"attache","sub":"alice","exp":1700000100"#

    private func tokens(_ change: (inout TokenConfiguration) -> Void = { _ in }) -> TokenConfiguration {
        var tokens = TokenConfiguration(issuer: "https://id.example.com/", audience: "attache", source: .url("x"))
        change(&tokens)
        return tokens
    }

    /// Returns the user of claims, or the sentence of the refusal.
    private func outcome(_ json: String, _ tokens: TokenConfiguration, at now: Double = Self.now) -> String {
        do throws(TokenRefusal) {
            let claims = try TokenClaims(parsing: Array("{\(json)}".utf8))
            return try tokens.user(by: claims, now: Date(timeIntervalSince1970: now)).text
        } catch {
            return error.description
        }
    }

    @Test func `the user is whom the claim names`() {
        #expect(outcome(good, tokens()) == "alice")
        #expect(
            outcome(good + #","preferred_username":"bob""#, tokens { $0.userClaim = "preferred_username" }) == "bob"
        )
    }

    @Test(arguments: [
        (#""iss":"https://id.example.com/""#, #""iss":"https://id.example.com""#, TokenRefusal.issuer),
        (#""iss":"https://id.example.com/","#, "", .issuer),
        (#""aud":"attache""#, #""aud":"attache2""#, .audience), (#""aud":"attache","#, "", .audience),
        (#""aud":"attache""#, #""aud":["other"]"#, .audience), (#""aud":"attache""#, #""aud":[]"#, .audience),
        (#""aud":"attache""#, #""aud":{"attache":1}"#, .audience),
        (#""sub":"alice","#, "", .claimMissing("sub")), (#""sub":"alice""#, #""sub":"""#, .claimMissing("sub")),
        (#""sub":"alice""#, #""sub":7"#, .claimMissing("sub")),
        (#""sub":"alice""#, #""sub":"Not A Name""#, .userUnknown),
        (#","exp":1700000100"#, "", .claimMissing("exp")),
        (#""exp":1700000100"#, #""exp":"1700000100""#, .claimMissing("exp")),
        (#""exp":1700000100"#, #""exp":1699999940"#, .expired),
        (#""exp":1700000100"#, #""exp":1700000100,"nbf":1700000061"#, .early),
        (#""exp":1700000100"#, #""exp":1700000100,"nbf":"soon""#, .claimMissing("nbf")),
        (#""exp":1700000100"#, #""exp":1700000100,"cnf":{"jkt":"x"}"#, .kind),
    ])
    func `RFC 7519 §4.1 a claim that does not hold refuses the token`(
        part: String,
        other: String,
        refusal: TokenRefusal
    ) {
        #expect(good.contains(part))
        #expect(outcome(good.replacing(part, with: other), tokens()) == refusal.description)
    }

    @Test func `RFC 7519 §4.1.4 and §4.1.5 a small leeway is granted for clocks, and none where none is set`() {
        #expect(outcome(good, tokens(), at: Self.now + 159) == "alice")
        #expect(outcome(good, tokens(), at: Self.now + 160) == TokenRefusal.expired.description)
        #expect(outcome(good, tokens { $0.leeway = .zero }, at: Self.now + 100) == TokenRefusal.expired.description)
        #expect(outcome(good, tokens { $0.leeway = .zero }, at: Self.now + 99) == "alice")
        let later = good + #","nbf":1700000050"#
        #expect(outcome(later, tokens()) == "alice")
        #expect(outcome(later, tokens { $0.leeway = .zero }) == TokenRefusal.early.description)
    }

    @Test func `numbers out of all bounds are instants far away, and end nothing`() {
        for number in ["1e300", "18446744073709551616"] {
            #expect(outcome(good.replacing("1700000100", with: number), tokens()) == "alice")
        }
        let expired = good.replacing("1700000100", with: "-1e300")
        #expect(outcome(expired, tokens()) == TokenRefusal.expired.description)
    }

    @Test(arguments: [
        ("alice@example.com", "alice"), ("alice@example.org", TokenRefusal.userUnknown.description),
        ("alice", TokenRefusal.userUnknown.description),
        ("alice@evil@example.com", TokenRefusal.userUnknown.description),
        ("@example.com", TokenRefusal.userUnknown.description),
    ])
    func `with a domain the name is what stands before it, and another domain is nobody`(sub: String, outcome: String) {
        let claims = good.replacing(#""sub":"alice""#, with: #""sub":"\#(sub)""#)
        #expect(self.outcome(claims, tokens { $0.userDomain = "example.com" }) == outcome)
    }

    @Test func `an address counts when the issuer has verified it, and only then`() {
        let tokens = tokens {
            $0.userClaim = "email"
            $0.userDomain = "example.com"
        }
        let address = good + #","email":"bob@example.com""#
        #expect(outcome(address, tokens) == TokenRefusal.addressUnverified.description)
        #expect(outcome(address + #","email_verified":false"#, tokens) == TokenRefusal.addressUnverified.description)
        #expect(outcome(address + #","email_verified":"true""#, tokens) == TokenRefusal.addressUnverified.description)
        #expect(outcome(address + #","email_verified":true"#, tokens) == "bob")
    }

    @Test func `RFC 6750 §3 the sentences have no character that a quoted string cannot have`() {
        let refusals: [TokenRefusal] = [
            .malformed, .algorithm, .keyUnknown, .signature, .kind, .claimMissing("sub"), .issuer, .audience, .expired,
            .early, .addressUnverified, .userUnknown,
        ]
        for refusal in refusals {
            #expect(refusal.description.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C })
        }
    }
}
