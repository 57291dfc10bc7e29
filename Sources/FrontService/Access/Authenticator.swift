package import CalendarStore
package import FoundationEssentials
package import SQLDatabase

/// Finds the principal whom a request proves, by a password, a token, or the word of a proxy that is trusted with it.
///
/// Failures are slowed in two ways: by user and address, which stops guessing one password, and by address, which stops
/// trying one password on many users, and forged tokens.
package final class Authenticator: Sendable {
    private let accounts: AccountDirectory
    private let passwords: PasswordAuthentication?
    private let tokens: TokenAuthentication?

    /// The keys by which tokens are verified, for who renews them.
    let tokenKeys: TokenKeyRing?

    /// Makes an authenticator over the principals of a store.
    ///
    /// - Parameters:
    ///   - database: The metadata database.
    ///   - calendars: The store with the principals.
    ///   - access: What is taken as a proof.
    ///   - policy: How passwords are verified and failures slowed.
    package init(
        database: any SQLDatabase,
        calendars: CalendarStore,
        access: AccessConfiguration = AccessConfiguration(),
        policy: AuthenticationPolicy = .standard
    ) {
        let accounts = AccountDirectory(database: database, calendars: calendars)
        let failures = FailureLedger(policy)
        let keys = access.tokens.map { TokenKeyRing($0.keys) }
        self.accounts = accounts
        tokenKeys = keys
        passwords = PasswordAuthentication(access.passwords, accounts: accounts, failures: failures, policy: policy)
        tokens = access.tokens.flatMap { tokens in
            keys.map { TokenAuthentication(tokens, keys: $0, accounts: accounts, failures: failures) }
        }
    }

    /// Returns the principal that an Authorization field value proves.
    ///
    /// The principal and what is stored about passwords are read anew each time, so that a removed user or a changed password
    /// counts at once.
    ///
    /// - Parameters:
    ///   - authorization: The field value, or nil where the request has none.
    ///   - address: The client's network address, without its port.
    ///   - now: The instant of the request.
    /// - Returns: The principal.
    /// - Throws: ``AuthenticationError``, or the database's error.
    package func authenticate(
        _ authorization: String?,
        from address: String,
        now: Date
    ) async throws -> Principal {
        guard let authorization else { throw AuthenticationError.credentialsMissing }
        let network = ClientNetwork(of: address)
        switch AuthenticationScheme(of: authorization) {
        case .basic:
            guard let passwords else { throw AuthenticationError.credentialsMissing }
            return try await passwords.authenticate(authorization, from: network, now: now)
        case .bearer(let token):
            guard let tokens else { throw AuthenticationError.credentialsMissing }
            return try await tokens.authenticate(token, from: network, now: now)
        case .other: throw AuthenticationError.credentialsMissing
        }
    }

    /// Returns the principal that a trusted proxy names; the proxy has checked who it is.
    ///
    /// - Throws: ``AuthenticationError/refused`` where there is no such principal; the database's error.
    func principal(named user: UserID) async throws -> Principal {
        guard let account = try await accounts.account(of: user) else { throw AuthenticationError.refused }
        return account.principal
    }
}
