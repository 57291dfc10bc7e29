import SQLDatabase
import SystemPackage
import CalendarStore
import HummingbirdTesting
import ServiceSupport
import Cryptography
import FoundationEssentials
import HTTPTypes
import Testing

@testable import FrontService

@Suite struct TokenAuthenticationTests {
    private static let slowing = AuthenticationPolicy(
        threads: 1,
        waitingCapacity: 8,
        cacheCapacity: 10,
        cacheLifetime: 60,
        byUserAndAddress: Slowing(freeFailures: 2, maximumWait: 60, memory: 600, capacity: 100),
        byAddress: Slowing(freeFailures: 3, maximumWait: 60, memory: 600, capacity: 100)
    )

    private static func tokens(
        _ algorithms: Set<TokenAlgorithm> = Set(TokenAlgorithm.allCases),
        keys document: String = SignedTokens.keySet
    ) throws -> TokenConfiguration {
        var tokens = TokenConfiguration(
            issuer: "https://id.example.com/",
            audience: "attache",
            source: .file("keys.json"),
            keys: try TokenKeyDocument.keys(in: document, allowing: algorithms)
        )
        tokens.algorithms = algorithms
        return tokens
    }

    /// Returns the name of the user whom a token proves, or the refusal.
    private func outcome(_ token: String, _ front: TestFront) async throws -> String {
        do {
            return try await front.dependencies.authenticator
                .authenticate("Bearer \(token)", from: "192.0.2.1", now: front.clock.now).uid.text
        } catch AuthenticationError.tokenRefused(let refusal) {
            return refusal.description
        }
    }

    @Test(arguments: TokenAlgorithm.allCases)
    func `a token that another implementation has signed proves its user`(algorithm: TokenAlgorithm) async throws {
        let tokens = try Self.tokens()
        let token = try #require(SignedTokens.tokens[algorithm.rawValue])
        try await TestFront.run(configure: { $0.access.tokens = tokens }) { front async throws in
            #expect(try await outcome(token, front) == "alice")
        }
    }

    @Test(arguments: ["RS256", "PS256", "ES256"])
    func `keys in PEM have no names, and verify all the same`(algorithm: String) async throws {
        let tokens = try Self.tokens(keys: SignedTokens.pem)
        let token = try #require(SignedTokens.tokens[algorithm])
        try await TestFront.run(configure: { $0.access.tokens = tokens }) { front async throws in
            #expect(try await outcome(token, front) == "alice")
        }
    }

    @Test(arguments: TokenAlgorithm.allCases)
    func `one bit that is changed in claims or signature refuses the token`(algorithm: TokenAlgorithm) async throws {
        let tokens = try Self.tokens()
        let token = try #require(SignedTokens.tokens[algorithm.rawValue])
        try await TestFront.run(configure: { $0.access.tokens = tokens }) { front in
            for part in [1, 2] {
                var parts = token.split(separator: ".").map(String.init)
                var octets = try #require(Base64URL.decode(parts[part]))
                // A letter of the user's name, or a bit in the middle of the signature.
                octets[octets.count / 2] ^= 1
                parts[part] = Base64URL.encode(octets)
                #expect(
                    try await outcome(parts.joined(separator: "."), front) == TokenRefusal.signature.description
                )
            }
        }
    }

    @Test func `RFC 8725 §2.1 a token without signature, or signed by a password, is refused`() async throws {
        let tokens = try Self.tokens()
        let rs256 = try #require(SignedTokens.tokens["RS256"])
        let payload = rs256.split(separator: ".")[1]
        try await TestFront.run(configure: { $0.access.tokens = tokens }) { front async throws in
            for name in ["none", "None", "NONE", "nOnE", "HS256", ""] {
                let header = Base64URL.encode(Array(#"{"alg":"\#(name)","kid":"rsa"}"#.utf8))
                await #expect(throws: AuthenticationError.tokenRefused(.algorithm)) {
                    try await front.dependencies.authenticator
                        .authenticate("Bearer \(header).\(payload).", from: "192.0.2.1", now: front.clock.now)
                }
            }
            #expect(try await outcome(SignedTokens.symmetric, front) == TokenRefusal.algorithm.description)
        }
    }

    @Test func `an algorithm that is not allowed is refused although the key is known`() async throws {
        let tokens = try Self.tokens([.es256, .ps256])
        let token = try #require(SignedTokens.tokens["RS256"])
        try await TestFront.run(configure: { $0.access.tokens = tokens }) { front async throws in
            #expect(try await outcome(token, front) == TokenRefusal.algorithm.description)
        }
    }

    @Test func `a token of one algorithm does not spoil the key for those of another`() async throws {
        let tokens = try Self.tokens()
        let (first, second) = (
            try #require(SignedTokens.tokens["RS512"]), try #require(SignedTokens.tokens["RS256"])
        )
        let forged = first.split(separator: ".").prefix(2).joined(separator: ".") + ".c2ln"
        try await TestFront.run(configure: { $0.access.tokens = tokens }) { front async throws in
            #expect(try await outcome(forged, front) == TokenRefusal.signature.description)
            #expect(try await outcome(second, front) == "alice")
            #expect(try await outcome(first, front) == "alice")
        }
    }

    @Test func `a key that is not known asks for new keys, with which the token counts`() async throws {
        let others = #"{"keys":["# + SignedTokens.keys[0] + "]}"
        let tokens = try Self.tokens(keys: others)
        let token = try #require(SignedTokens.tokens["ES256"])
        let all = try TokenKeyDocument.keys(in: SignedTokens.keySet, allowing: Set(TokenAlgorithm.allCases))
        try await TestFront.run(configure: { $0.access.tokens = tokens }) { front in
            #expect(try await outcome(token, front) == TokenRefusal.keyUnknown.description)
            let keys = try #require(front.dependencies.authenticator.tokenKeys)
            // It has been rung.
            await keys.renewals.wait()
            keys.replace(with: all)
            #expect(try await outcome(token, front) == "alice")
            keys.replace(with: [])
            await #expect(throws: AuthenticationError.keysMissing) { try await outcome(token, front) }
        }
    }

    @Test func `a token about somebody who is not here is refused, also after he was removed`() async throws {
        let tokens = try Self.tokens()
        let token = try #require(SignedTokens.tokens["ES256"])
        try await TestFront.run(configure: { $0.access.tokens = tokens }) { front in
            #expect(try await outcome(token, front) == "alice")
            let dependencies = front.dependencies
            let alice = try await dependencies.authenticator
                .authenticate("Bearer \(token)", from: "192.0.2.1", now: front.clock.now)
            _ = try await dependencies.database.write { txn in
                try dependencies.calendars.removeUser(alice.uid, now: dependencies.now(), in: txn)
            }
            #expect(try await outcome(token, front) == TokenRefusal.userUnknown.description)
        }
    }

    @Test func `forged tokens are slowed by address, and an expired one is no failure`() async throws {
        let tokens = try Self.tokens()
        let token = try #require(SignedTokens.tokens["ES256"])
        try await TestFront.run(
            authentication: Self.slowing,
            configure: { $0.access.tokens = tokens }
        ) { front async throws in
            for _ in 0..<4 {
                #expect(try await outcome("not.a.token", front) == TokenRefusal.malformed.description)
            }
            await #expect(throws: AuthenticationError.slowed(retryAfter: 1)) { try await outcome("not.a.token", front) }
            // Many users may share a network.
            #expect(try await outcome(token, front) == "alice")
            front.clock.advance(by: 7200)
            for _ in 0..<8 {
                #expect(try await outcome(token, front) == TokenRefusal.expired.description)
            }
        }
    }

    @Test func `RFC 6750 §3 over HTTP a token opens the calendar, and a bad one is told why`() async throws {
        let tokens = try Self.tokens()
        let token = try #require(SignedTokens.tokens["ES256"])
        try await TestFront.run(configure: { $0.access.tokens = tokens }) { front in
            let good = try await front.send(
                "PROPFIND",
                "/calendars/alice/",
                as: nil,
                ["Authorization": "bearer \(token)", "Depth": "0"]
            )
            #expect(good.status.code == 207)
            front.clock.advance(by: 7200)
            let late = try await front.send(
                "PROPFIND",
                "/calendars/alice/",
                as: nil,
                ["Authorization": "Bearer \(token)", "Depth": "0"]
            )
            #expect(late.status == .unauthorized)
            #expect(
                late.headers[values: .wwwAuthenticate] == [
                    AuthenticationChallenge.basic,
                    #"Bearer realm="Attache", error="invalid_token", error_description="The token has expired.""#,
                ]
            )
        }
    }

    @Test func `where no tokens are taken a token is no credential`() async throws {
        let token = try #require(SignedTokens.tokens["ES256"])
        try await TestFront.run { front in
            await #expect(throws: AuthenticationError.credentialsMissing) { try await outcome(token, front) }
        }
    }
}
