import Testing

@testable import FrontService

@Suite struct TokenKeyDocumentTests {
    private static let all = Set(TokenAlgorithm.allCases)

    private func fault(_ text: String, allowing allowed: Set<TokenAlgorithm> = Self.all) -> TokenKeyError? {
        do throws(TokenKeyError) {
            _ = try TokenKeyDocument.keys(in: text, allowing: allowed)
            return nil
        } catch {
            return error
        }
    }

    @Test func `RFC 7517 §5 every key of a set is read with its name and the algorithms of its type`() throws {
        let keys = try TokenKeyDocument.keys(in: SignedTokens.keySet, allowing: Self.all)
        #expect(keys.map(\.identifier) == ["rsa", "p256", "p384", "p521", "ed25519"])
        #expect(keys.map(\.algorithms.count) == [6, 1, 1, 1, 1])
        #expect(keys[1].algorithms == [.es256])
    }

    @Test func `a key is good for no algorithm that is not allowed`() throws {
        let keys = try TokenKeyDocument.keys(in: SignedTokens.keySet, allowing: [.ps256, .eddsa])
        #expect(keys.map(\.identifier) == ["rsa", "ed25519"])
        #expect(keys[0].algorithms == [.ps256])
        let p256 = #"{"keys":["# + SignedTokens.keys[1] + "]}"
        #expect(fault(p256, allowing: [.rs256]) == .noKeys)
    }

    @Test func `RFC 8725 §3.1 a key that says its algorithm is used with no other`() throws {
        let key = SignedTokens.keys[0].replacing(#""use":"sig""#, with: #""alg":"RS512""#)
        let keys = try TokenKeyDocument.keys(in: #"{"keys":["# + key + "]}", allowing: Self.all)
        #expect(keys.map(\.algorithms) == [[.rs512]])
        let encrypting = SignedTokens.keys[0].replacing(#""use":"sig""#, with: #""alg":"RSA-OAEP""#)
        #expect(fault(#"{"keys":["# + encrypting + "]}") == .noKeys)
    }

    @Test func `RFC 7517 §5 members that are not understood are passed over, and keys for encryption`() throws {
        let strange =
            #"{"kty":"AKP","alg":"ML-DSA-65","pub":"x"},{"kty":"oct","k":"c2VjcmV0"},7,{"kty":"EC","crv":"P-256"}"#
        let encrypting = SignedTokens.keys[2].replacing("sig", with: "enc")
        let set = #"{"keys":["# + "\(strange),\(encrypting),\(SignedTokens.keys[4])]}"
        let keys = try TokenKeyDocument.keys(in: set, allowing: Self.all)
        #expect(keys.map(\.identifier) == ["ed25519"])
    }

    @Test func `RFC 7468 §13 public keys in PEM are read, several in one file`() throws {
        let keys = try TokenKeyDocument.keys(in: "the keys\n" + SignedTokens.pem, allowing: Self.all)
        #expect(keys.map(\.identifier) == [nil, nil])
        #expect(keys.map(\.algorithms.count) == [6, 1])
    }

    @Test(arguments: [
        ("", TokenKeyError.malformed), ("{}", .malformed), (#"{"keys":7}"#, .malformed), (#"{"keys":[]}"#, .noKeys),
        ("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----", .malformed),
        ("-----BEGIN PUBLIC KEY-----\nbm90aGluZw==\n-----END PUBLIC KEY-----", .noKeys),
        ("-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----", .privateKey),
        (#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"eA","d":"eA"}]}"#, .privateKey),
    ])
    func `what is no document with public keys is refused by its reason`(text: String, reason: TokenKeyError) {
        #expect(fault(text) == reason)
    }

    @Test func `an RSA key of fewer than 2,048 bits is none`() {
        let small = #"{"kty":"RSA","n":"\#(String(repeating: "w", count: 171))","e":"AQAB"}"#
        #expect(fault(#"{"keys":["# + small + "]}") == .noKeys)
    }
}
