import CalendarStore
import FoundationEssentials
import ServiceSupport

/// Authentication by bearer tokens (RFC 6750) that an identity provider has signed (RFC 7519).
final class TokenAuthentication: Sendable {
    private let configuration: TokenConfiguration
    private let keys: TokenKeyRing
    private let accounts: AccountDirectory
    private let failures: FailureLedger

    /// Makes the authentication.
    ///
    /// - Parameters:
    ///   - configuration: What the operator decided.
    ///   - keys: The keys, which are renewed elsewhere.
    ///   - accounts: The accounts of the users.
    ///   - failures: The failures of all schemes.
    init(
        _ configuration: TokenConfiguration,
        keys: TokenKeyRing,
        accounts: AccountDirectory,
        failures: FailureLedger
    ) {
        self.configuration = configuration
        self.keys = keys
        self.accounts = accounts
        self.failures = failures
    }

    /// Returns the principal whom a token is about.
    ///
    /// - Throws: ``AuthenticationError``, `SQLError`.
    func authenticate(_ token: String, from network: ClientNetwork, now: Date) async throws -> Principal {
        guard !keys.isEmpty else { throw AuthenticationError.keysMissing }
        do {
            let user = try configuration.user(by: try await claims(of: token), now: now)
            guard let account = try await accounts.account(of: user) else { throw TokenRefusal.userUnknown }
            return account.principal
        } catch let refusal as TokenRefusal {
            guard refusal.isForgery else { throw AuthenticationError.tokenRefused(refusal) }
            // A signature costs little and nobody guesses one. So the forger alone is slowed, and not everybody of his network.
            if let seconds = failures.wait(for: network, now: now) {
                throw AuthenticationError.slowed(retryAfter: seconds)
            }
            failures.recordFailure(of: network, now: now)
            throw AuthenticationError.tokenRefused(refusal)
        }
    }

    /// Returns the claims of a token after its signature was verified.
    private func claims(of text: String) async throws(TokenRefusal) -> TokenClaims {
        let token = try SignedToken(parsing: text)
        // RFC 8725 §3.1: "Libraries MUST enable the caller to specify a supported set of algorithms and MUST NOT use any other
        // algorithms when performing cryptographic operations."
        guard let algorithm = TokenAlgorithm(rawValue: token.header.algorithm),
            configuration.algorithms.contains(algorithm)
        else { throw .algorithm }
        let candidates = keys.keys(for: token.header)
        guard !candidates.isEmpty else {
            keys.renewals.ring()
            throw .keyUnknown
        }
        for key in candidates {
            let isRight = await key.verifies(token.signature, over: token.signed, by: algorithm)
            if isRight { return try TokenClaims(parsing: token.payload) }
        }
        throw .signature
    }
}
