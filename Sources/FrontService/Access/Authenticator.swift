package import CalendarStore
package import FoundationEssentials
package import SQLDatabase
import Synchronization

/// Finds the principal whose credentials a request carries.
///
/// Wrong attempts are slowed in two ways: by user and address, which stops guessing one password, and by address, which
/// stops trying one password on many users. The attempt itself is counted before its password is looked at, so that
/// attempts made at the same time count too.
package final class Authenticator: Sendable {
    private struct Attempt: Hashable, Sendable {
        let name: String
        let network: ClientNetwork
    }

    private struct Memory: Sendable {
        var verified: VerifiedCredentialCache
        var failuresByAttempt: FailureThrottle<Attempt>
        var failuresByNetwork: FailureThrottle<ClientNetwork>
    }

    private enum Admission {
        case known
        case unknown
        case wait(Int)
    }

    private let database: any SQLDatabase
    private let calendars: CalendarStore
    private let verifier: PasswordVerifier
    private let memory: Mutex<Memory>

    /// Makes an authenticator over the principals of a store.
    package init(database: any SQLDatabase, calendars: CalendarStore, policy: AuthenticationPolicy = .standard) {
        self.database = database
        self.calendars = calendars
        verifier = PasswordVerifier(threads: policy.threads, capacity: policy.waitingCapacity)
        memory = Mutex(
            Memory(
                verified: VerifiedCredentialCache(capacity: policy.cacheCapacity, lifetime: policy.cacheLifetime),
                failuresByAttempt: FailureThrottle(policy: policy.byUserAndAddress),
                failuresByNetwork: FailureThrottle(policy: policy.byAddress)
            )
        )
    }

    /// Returns the principal that an Authorization field value proves.
    ///
    /// The principal and the hash are read anew each time, so that a removed user or a changed password counts at once.
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
        let credentials = try BasicCredentials(parsing: authorization)
        let account = try await account(named: credentials.name)
        // A name that no user can have needs no memory of its own; one that a user could have is treated as if it had.
        let attempt = Attempt(name: UserID(parsing: credentials.name)?.text ?? "", network: ClientNetwork(of: address))
        switch admit(credentials, account?.passwordHash, as: attempt, now: now) {
        case .known: break
        case .wait(let seconds): throw AuthenticationError.slowed(retryAfter: seconds)
        case .unknown: try await verify(credentials, account?.passwordHash, as: attempt, now: now)
        }
        guard let account else { throw AuthenticationError.refused }
        return account.principal
    }

    private struct Account: Sendable {
        let principal: Principal
        let passwordHash: String
    }

    private func account(named name: String) async throws -> Account? {
        guard let uid = UserID(parsing: name) else { return nil }
        let calendars = calendars
        return try await database.read { txn in
            guard let principal = try calendars.principal(uid, in: txn),
                let hash = try calendars.passwordHash(of: uid, in: txn)
            else { return nil }
            return Account(principal: principal, passwordHash: hash)
        }
    }

    private func admit(
        _ credentials: BasicCredentials,
        _ hash: String?,
        as attempt: Attempt,
        now: Date
    ) -> Admission {
        memory.withLock { memory in
            if let seconds = memory.failuresByAttempt.wait(for: attempt, now: now) { return .wait(seconds) }
            if let hash, memory.verified.contains(credentials, storedHash: hash, now: now) { return .known }
            // Verified credentials get through from an address that is slowed: many users may share it. An attempt that is
            // not looked at is not counted either: it tells nothing, and made-up names would fill the memory.
            if let seconds = memory.failuresByNetwork.wait(for: attempt.network, now: now) { return .wait(seconds) }
            memory.failuresByAttempt.recordFailure(for: attempt, now: now)
            return .unknown
        }
    }

    private func verify(
        _ credentials: BasicCredentials,
        _ hash: String?,
        as attempt: Attempt,
        now: Date
    ) async throws {
        do {
            let matches = try await verifier.matches(credentials.password, storedHash: hash)
            guard matches, let hash else { throw AuthenticationError.refused }
            memory.withLock { memory in
                memory.failuresByAttempt.clear(attempt)
                memory.verified.insert(credentials, storedHash: hash, now: now)
            }
        } catch AuthenticationError.refused {
            memory.withLock { $0.failuresByNetwork.recordFailure(for: attempt.network, now: now) }
            throw AuthenticationError.refused
        } catch {
            memory.withLock { $0.failuresByAttempt.forgive(attempt, now: now) }
            throw error
        }
    }
}
