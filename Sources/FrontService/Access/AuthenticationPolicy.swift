/// How much the authenticator remembers and how it slows failures.
package struct AuthenticationPolicy: Sendable {
    /// The number of passwords that are verified at a time.
    let threads: Int

    /// The number of passwords that may be verified or wait for it.
    let waitingCapacity: Int

    /// The greatest number of verified credentials that are remembered.
    let cacheCapacity: Int

    /// The seconds for which verified credentials are remembered.
    let cacheLifetime: Double

    /// How failures of one user at one address are slowed.
    let byUserAndAddress: Slowing

    /// How failures from one address are slowed, whatever the users.
    let byAddress: Slowing

    /// The policy of the service: ten free failures for a user and address, a hundred for an address.
    package static let standard = AuthenticationPolicy(
        threads: 2,
        waitingCapacity: 128,
        cacheCapacity: 10_000,
        cacheLifetime: 900,
        byUserAndAddress: Slowing(freeFailures: 10, maximumWait: 300, memory: 3600, capacity: 20_000),
        byAddress: Slowing(freeFailures: 100, maximumWait: 60, memory: 3600, capacity: 20_000)
    )
}
