/// The verifications that go on, so that requests with the same credentials wait for one.
///
/// A client that opens many connections at once would otherwise look like somebody who guesses, and each of its requests would
/// cost the memory and the time of a scrypt of its own. A guesser gains nothing: what he sends twice is one guess.
actor SharedVerifications {
    /// What has to be alike for two requests to share a verification.
    struct Key: Hashable {
        /// What tells credentials apart.
        let tag: [UInt8]

        /// Who tries, and from which network: nobody waits for another network's failures.
        let attempt: LoginAttempt
    }

    private var running: [Key: Task<Void, any Error>] = [:]

    /// Waits for the verification of credentials that goes on, or carries one out.
    ///
    /// It comes to its end also when the request that began it is cancelled, since others may wait for it.
    ///
    /// - Parameters:
    ///   - key: The credentials, and where they come from.
    ///   - verify: Verifies them.
    /// - Throws: What the verification throws, to everybody who waits for it.
    func join(_ key: Key, _ verify: @escaping @Sendable () async throws -> Void) async throws {
        if let verification = running[key] { return try await verification.value }
        let verification = Task { try await verify() }
        running[key] = verification
        defer { running[key] = nil }
        try await verification.value
    }
}
