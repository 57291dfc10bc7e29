import FoundationEssentials
import Synchronization

/// An attempt to be taken for a user, from a network.
struct LoginAttempt: Hashable, Sendable {
    /// The name, or nothing for one that no user can have.
    let name: String

    /// Where it comes from.
    let network: ClientNetwork
}

/// The failures of all schemes, by user and network, and by network.
final class FailureLedger: Sendable {
    /// What is to be done with an attempt.
    enum Admission: Hashable {
        /// It was verified lately.
        case known
        /// It is to be verified; it counts as a failure until it is cleared or forgiven.
        case unknown
        /// It is not looked at for this many seconds.
        case wait(Int)
    }

    private struct Memory: Sendable {
        var byAttempt: FailureThrottle<LoginAttempt>
        var byNetwork: FailureThrottle<ClientNetwork>
    }

    private let memory: Mutex<Memory>

    /// Makes an empty ledger.
    init(_ policy: AuthenticationPolicy) {
        memory = Mutex(
            Memory(
                byAttempt: FailureThrottle(policy: policy.byUserAndAddress),
                byNetwork: FailureThrottle(policy: policy.byAddress)
            )
        )
    }

    /// Decides about an attempt, and counts it before its password is looked at, so that attempts at the same time count.
    func admit(_ attempt: LoginAttempt, isKnown: Bool, now: Date) -> Admission {
        memory.withLock { memory in
            if let seconds = memory.byAttempt.wait(for: attempt, now: now) { return .wait(seconds) }
            if isKnown { return .known }
            // Verified credentials get through from an address that is slowed: many users may share it. An attempt that is
            // not looked at is not counted either: it tells nothing, and made-up names would fill the memory.
            if let seconds = memory.byNetwork.wait(for: attempt.network, now: now) { return .wait(seconds) }
            memory.byAttempt.recordFailure(for: attempt, now: now)
            return .unknown
        }
    }

    /// Notes that an attempt was right.
    func clear(_ attempt: LoginAttempt) {
        memory.withLock { $0.byAttempt.clear(attempt) }
    }

    /// Notes that an attempt was not looked at after all.
    func forgive(_ attempt: LoginAttempt, now: Date) {
        memory.withLock { $0.byAttempt.forgive(attempt, now: now) }
    }

    /// Returns the seconds that a network has to wait, or nil where it need not.
    func wait(for network: ClientNetwork, now: Date) -> Int? {
        memory.withLock { $0.byNetwork.wait(for: network, now: now) }
    }

    /// Counts a failure of a network.
    func recordFailure(of network: ClientNetwork, now: Date) {
        memory.withLock { $0.byNetwork.recordFailure(for: network, now: now) }
    }
}
