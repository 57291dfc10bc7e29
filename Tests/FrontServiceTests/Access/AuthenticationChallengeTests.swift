import Testing

@testable import FrontService

@Suite struct AuthenticationChallengeTests {
    private func access(_ passwords: AccessConfiguration.Passwords, tokens: Bool) -> AccessConfiguration {
        var access = AccessConfiguration()
        access.passwords = passwords
        if tokens { access.tokens = TokenConfiguration(issuer: "x", audience: "y", source: .url("z")) }
        return access
    }

    @Test(arguments: [
        (AccessConfiguration.Passwords.all, false, ["Basic"]), (.app, false, ["Basic"]),
        (.all, true, ["Basic", "Bearer"]), (.off, true, ["Bearer"]), (.off, false, ["Basic"]),
    ])
    func `RFC 9110 §11.6.1 a 401 has a challenge for each scheme that is taken, and one at least`(
        passwords: AccessConfiguration.Passwords,
        tokens: Bool,
        schemes: [String]
    ) {
        let values = AuthenticationChallenge(access(passwords, tokens: tokens)).values(for: .credentialsMissing)
        #expect(values.map { String($0.prefix { $0 != " " }) } == schemes)
        #expect(values.allSatisfy { $0.contains(#"realm="Attache""#) })
    }

    @Test func `RFC 6750 §3 without a token there is no error code, and a wrong password is none of it`() {
        let challenge = AuthenticationChallenge(access(.off, tokens: true))
        for error in [AuthenticationError.credentialsMissing, .refused, .malformed] {
            #expect(challenge.value(for: error) == #"Bearer realm="Attache""#)
        }
        #expect(challenge.value(for: .tokenRefused(.issuer)).contains(#"error="invalid_token""#))
    }
}
