import FoundationEssentials
import HTTPTypes
import ServiceSupport
import SystemPackage
import Testing

@testable import FrontService

@Suite struct AccessConfigurationTests {
    private let tokens: [SettingKey: String] = [
        "tokens.issuer": "https://id.example.com/", "tokens.audience": "attache",
        "tokens.keys-url": "https://id.example.com/keys",
    ]

    private func access(_ values: [SettingKey: String]) throws -> AccessConfiguration {
        try AccessConfiguration(Settings(values))
    }

    /// Returns the sentence of a refusal, or nil.
    private func refusal(_ values: [SettingKey: String]) -> String? {
        do {
            _ = try access(values)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `passwords alone are taken unless something is set`() throws {
        let access = try access([:])
        #expect(access.passwords == .all)
        #expect(access.proxy == nil)
        #expect(access.tokens == nil)
    }

    @Test func `the settings of tokens are read, and their defaults are those that are documented`() throws {
        let plain = try #require(try access(tokens).tokens)
        #expect(plain.issuer == "https://id.example.com/")
        #expect(plain.audience == "attache")
        #expect(plain.source == .url("https://id.example.com/keys"))
        #expect(plain.algorithms == [.rs256, .ps256, .es256, .eddsa])
        #expect(plain.userClaim == "sub")
        #expect(plain.userDomain == nil)
        #expect(plain.leeway == .seconds(60))
        let more: [SettingKey: String] = [
            "tokens.algorithms": "ES384, RS512", "tokens.user-claim": "email", "tokens.user-domain": "example.com",
            "tokens.leeway": "5s",
        ]
        let set = try #require(try access(tokens.merging(more) { $1 }).tokens)
        #expect(set.algorithms == [.es384, .rs512])
        #expect(set.userClaim == "email")
        #expect(set.userDomain == "example.com")
        #expect(set.leeway == .seconds(5))
    }

    @Test func `keys in a file are loaded at the start, and a wrong file stops it with its reason`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        var values = tokens
        values["tokens.keys-url"] = nil
        values["tokens.keys-file"] = file.path()
        #expect(refusal(values)?.contains("there is no such file") == true)
        try Data("{}".utf8).write(to: file)
        #expect(refusal(values)?.contains("JWK Set") == true)
        try Data(SignedTokens.keySet.utf8).write(to: file)
        let loaded = try #require(try access(values).tokens)
        #expect(loaded.source == .file(FilePath(file.path())))
        // P-384 and P-521 are not among the algorithms that are taken by default.
        #expect(loaded.keys.map(\.identifier) == ["rsa", "p256", "ed25519"])
    }

    @Test(arguments: [
        ("tokens.algorithms", "none", "RS256"), ("tokens.algorithms", "RS256,HS256", "RS256"),
        ("tokens.algorithms", "RS256,", "RS256"), ("tokens.keys-url", "http://id.example.com/keys", "https"),
        ("tokens.user-claim", "a\"b", "claim"), ("tokens.user-domain", "@example.com", "domain"),
        ("tokens.leeway", "1h", "seconds"), ("access.passwords", "some", "\"app\""),
        ("access.proxy-user-header", "X Remote User", "header field"),
        ("access.proxy-user-header", "Authorization", "header field"),
        ("access.proxy-user-addresses", "everybody", "10.0.0.0/8"),
    ])
    func `a wrong value is refused by a sentence with key, value, and what is allowed`(
        key: String,
        value: String,
        allowed: String
    ) throws {
        let sentence = try #require(refusal(tokens.merging([SettingKey(key): value]) { $1 }))
        #expect(sentence.contains(key) && sentence.contains(value) && sentence.contains(allowed), "\(sentence)")
    }

    @Test(arguments: ["tokens.issuer", "tokens.audience", "tokens.keys-url"])
    func `tokens need an issuer, an audience, and keys`(key: String) throws {
        var values = tokens
        values[SettingKey(key)] = nil
        let sentence = try #require(refusal(values))
        #expect(sentence.contains(key == "tokens.keys-url" ? "tokens.keys-file" : key))
    }

    @Test func `keys come from one place`() {
        let both = tokens.merging(["tokens.keys-file": "/keys.json"]) { $1 }
        #expect(refusal(both)?.contains("left out") == true)
    }

    @Test func `a JWK Set may come from this host without TLS`() throws {
        for url in ["http://127.0.0.1:9000/keys", "http://localhost/keys", "http://[::1]:9000/keys"] {
            #expect(try access(tokens.merging(["tokens.keys-url": url]) { $1 }).tokens?.source == .url(url))
        }
    }

    @Test func `the field of a proxy and its addresses go together`() throws {
        #expect(refusal(["access.proxy-user-header": "X-Remote-User"])?.contains("proxy-user-addresses") == true)
        #expect(refusal(["access.proxy-user-addresses": "127.0.0.1"])?.contains("proxy-user-header") == true)
        let both: [SettingKey: String] = [
            "access.proxy-user-header": "X-Remote-User", "access.proxy-user-addresses": "127.0.0.1",
            "access.passwords": "none",
        ]
        let access = try access(both)
        #expect(access.proxy?.field.canonicalName == "x-remote-user")
        #expect(access.passwords == .off)
    }

    @Test func `a front that would let nobody in does not start`() {
        #expect(refusal(["access.passwords": "none"]) != nil)
        #expect(refusal(tokens.merging(["access.passwords": "none"]) { $1 }) == nil)
    }
}
