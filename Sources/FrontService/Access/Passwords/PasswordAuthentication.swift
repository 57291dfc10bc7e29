import CalendarStore
import FoundationEssentials
import Synchronization

/// Authentication by name and password: the user's own, or one of his app passwords.
final class PasswordAuthentication: Sendable {
    private let takesOwn: Bool
    private let accounts: AccountDirectory
    private let failures: FailureLedger
    private let verifier: PasswordVerifier
    private let verified: Mutex<VerifiedCredentialCache>
    private let verifications = SharedVerifications()

    /// Makes the authentication by the passwords that are taken; nil where none are.
    init?(
        _ accepted: AccessConfiguration.Passwords,
        accounts: AccountDirectory,
        failures: FailureLedger,
        policy: AuthenticationPolicy
    ) {
        guard accepted != .off else { return nil }
        takesOwn = accepted == .all
        self.accounts = accounts
        self.failures = failures
        verifier = PasswordVerifier(threads: policy.threads, capacity: policy.waitingCapacity)
        verified = Mutex(VerifiedCredentialCache(capacity: policy.cacheCapacity, lifetime: policy.cacheLifetime))
    }

    /// Returns the principal whose name and password a Basic field value has.
    ///
    /// - Throws: ``AuthenticationError``, `SQLError`.
    func authenticate(_ authorization: String, from network: ClientNetwork, now: Date) async throws -> Principal {
        let credentials = try BasicCredentials(parsing: authorization)
        let user = UserID(parsing: credentials.name)
        let account: PrincipalAccount? = if let user { try await accounts.account(of: user) } else { nil }
        // A name that no user can have needs no memory of its own; one that a user could have is treated as if it had.
        let attempt = LoginAttempt(name: user?.text ?? "", network: network)
        if let account, let used = account.appPassword(credentials.password, now: now) {
            // Nobody guesses 120 bits: that it is right may be told even while failures are slowed.
            failures.clear(attempt)
            await accounts.noteUse(of: used, now: now)
            return account.principal
        }
        try await check(credentials, account?.passwordHash, as: attempt, now: now)
        guard let account else { throw AuthenticationError.refused }
        return account.principal
    }

    /// Checks a password, in a task that is not the request's unless it is known to be right.
    ///
    /// So an attempt comes to its end, and counts, when its connection is closed: of a name that nobody has as well, since
    /// otherwise it would tell that nobody has it.
    private func check(
        _ credentials: BasicCredentials,
        _ hash: String?,
        as attempt: LoginAttempt,
        now: Date
    ) async throws {
        let tag = verified.withLock { $0.tag(of: credentials, hash ?? "") }
        guard takesOwn, !isKnown(tag, hash, now: now) else {
            return try await decide(credentials, hash, tagged: tag, as: attempt, now: now)
        }
        let key = SharedVerifications.Key(tag: tag, attempt: attempt)
        try await verifications.join(key) { [self] in
            try await decide(credentials, hash, tagged: tag, as: attempt, now: now)
        }
    }

    private func decide(
        _ credentials: BasicCredentials,
        _ hash: String?,
        tagged tag: [UInt8],
        as attempt: LoginAttempt,
        now: Date
    ) async throws {
        let isKnown = takesOwn && isKnown(tag, hash, now: now)
        switch failures.admit(attempt, isKnown: isKnown, now: now) {
        case .known: break
        case .wait(let seconds): throw AuthenticationError.slowed(retryAfter: seconds)
        case .unknown: try await verify(credentials, hash, tagged: tag, as: attempt, now: now)
        }
    }

    /// Returns whether the credentials of a tag were verified lately; those without a stored hash never are.
    private func isKnown(_ tag: [UInt8], _ hash: String?, now: Date) -> Bool {
        hash != nil && verified.withLock { $0.contains(tag, now: now) }
    }

    private func verify(
        _ credentials: BasicCredentials,
        _ hash: String?,
        tagged tag: [UInt8],
        as attempt: LoginAttempt,
        now: Date
    ) async throws {
        do {
            guard try await matches(credentials, hash), hash != nil else { throw AuthenticationError.refused }
            failures.clear(attempt)
            verified.withLock { $0.insert(tag, now: now) }
        } catch AuthenticationError.refused {
            failures.recordFailure(of: attempt.network, now: now)
            throw AuthenticationError.refused
        } catch {
            failures.forgive(attempt, now: now)
            throw error
        }
    }

    private func matches(_ credentials: BasicCredentials, _ hash: String?) async throws -> Bool {
        guard takesOwn else { return false }
        return try await verifier.matches(credentials.password, storedHash: hash)
    }
}

extension PrincipalAccount {
    /// Returns the app password that a text is, unless it has expired.
    ///
    /// All of them are compared, so that the time tells nothing.
    fileprivate func appPassword(_ text: String, now: Date) -> Credential? {
        guard let password = AppPassword(parsing: text) else { return nil }
        return appPasswords.filter { password.matches($0.verifier) && $0.expires.map { $0 > now } ?? true }.first
    }
}
