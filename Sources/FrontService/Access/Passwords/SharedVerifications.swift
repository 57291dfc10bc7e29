/// The verifications that go on, so that requests with the same credentials wait for one.
///
/// A client that opens many connections at once would otherwise look like somebody who guesses, and each of its requests would
/// cost the memory and the time of a scrypt of its own. A guesser gains nothing: what he sends twice is one guess.
actor SharedVerifications {
    private var running: [[UInt8]: Task<Void, any Error>] = [:]

    /// Waits for the verification of credentials that goes on, or carries one out.
    ///
    /// It comes to its end also when the request that began it is cancelled, since others may wait for it.
    ///
    /// - Parameters:
    ///   - tag: What tells credentials apart.
    ///   - verify: Verifies them.
    /// - Throws: What the verification throws, to everybody who waits for it.
    func join(_ tag: [UInt8], _ verify: @escaping @Sendable () async throws -> Void) async throws {
        if let verification = running[tag] { return try await verification.value }
        let verification = Task { try await verify() }
        running[tag] = verification
        defer { running[tag] = nil }
        try await verification.value
    }
}
