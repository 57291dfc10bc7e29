import Cryptography
import Testing

@testable import FrontService

@Suite struct SignedTokenTests {
    private func refusal(_ header: String, payload: String = "{}", signature: String = "c2ln") -> TokenRefusal? {
        refusal(of: "\(Base64URL.encode(Array(header.utf8))).\(Base64URL.encode(Array(payload.utf8))).\(signature)")
    }

    private func refusal(of text: String) -> TokenRefusal? {
        do throws(TokenRefusal) {
            _ = try SignedToken(parsing: text)
            return nil
        } catch {
            return error
        }
    }

    @Test func `RFC 7515 §7.1 the compact form is taken apart`() throws {
        let text = try #require(SignedTokens.tokens["ES256"])
        let token = try SignedToken(parsing: text)
        #expect(token.header == TokenHeader(algorithm: "ES256", keyIdentifier: "p256"))
        #expect(token.signature.count == 64)
        #expect(String(decoding: token.payload, as: UTF8.self).hasPrefix(#"{"iss":"#))
        #expect(text.hasPrefix(String(decoding: token.signed, as: UTF8.self) + "."))
    }

    @Test(arguments: ["", ".", "..", "a.b", "a.b.c.d", "a.b.c.d.e", "e30.e30.!", "e30=.e30.c2ln", "e30.e30.c2ln"])
    func `what is no token is malformed`(text: String) {
        #expect(refusal(of: text) == .malformed)
    }

    @Test func `a token of more than 8 KiB is not looked at`() {
        #expect(refusal(#"{"alg":"RS256"}"#, payload: String(repeating: "x", count: 8192)) == .malformed)
    }

    @Test func `RFC 7515 §4.1.11 a critical extension is refused, none being understood`() {
        #expect(refusal(#"{"alg":"RS256","crit":["exp"],"exp":1}"#) == .malformed)
        #expect(refusal(#"{"alg":"RS256"}"#) == nil)
    }

    private static let types: [(String, TokenRefusal?)] = [
        ("JWT", nil), ("jwt", nil), ("at+jwt", nil), ("application/at+jwt", nil), ("dpop+jwt", .kind),
        ("logout+jwt", .kind),
    ]

    @Test(arguments: types)
    func `RFC 8725 §3.11 a token of another type is refused`(type: String, refusal: TokenRefusal?) {
        #expect(self.refusal(#"{"alg":"RS256","typ":"\#(type)"}"#) == refusal)
    }

    @Test func `members of a header that mean nothing here do no harm, whatever they hold`() {
        let header = #"{"alg":"RS256","x":1e300,"y":[[[{}]]],"jku":"https://evil.example.com","jwk":{"kty":"oct"}}"#
        #expect(refusal(header) == nil)
    }
}
