/// Whether the host at the other end of a connection is gone, by what its system confirms of what was sent.
///
/// A system confirms what arrives while its program is busy, stands still, or takes nothing more for the moment. So what
/// nobody confirms tells of the host and of the way to it, and not of the work. (`TCP_USER_TIMEOUT` of tcp(7) would end
/// also a connection whose peer takes nothing for as long, as while its disk stands still.)
struct HostSilence: Sendable {
    private let limit: Duration
    private var began: ContinuousClock.Instant?

    /// Creates the silence of a connection on which nothing was sent.
    ///
    /// - Parameter limit: The time without a confirmation after which the host is gone.
    init(limit: Duration) {
        self.limit = limit
    }

    /// Takes note of how a connection stands; to be called several times within the limit.
    ///
    /// - Parameters:
    ///   - unconfirmed: The segments on their way, and the questions of the system, that were not confirmed.
    ///   - confirmed: The time since anything was confirmed; it also grows while there is nothing to confirm.
    ///   - now: The instant.
    /// - Returns: Whether the host is gone.
    mutating func note(unconfirmed: Int, confirmed: Duration, now: ContinuousClock.Instant) -> Bool {
        guard unconfirmed > 0 else {
            began = nil
            return false
        }
        let began = began ?? now
        self.began = began
        return now - began >= limit && confirmed >= limit
    }
}
