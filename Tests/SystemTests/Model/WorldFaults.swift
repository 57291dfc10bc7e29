import RandomTesting
import Testing

/// Kills the front and the nodes at moments that nobody expects, as a power failure would, and starts them again.
struct WorldFaults: Sendable {
    /// What runs.
    let services: SeparateServices

    private var random: SeededGenerator

    /// Makes faults of a seed.
    init(of services: SeparateServices, seed: UInt64) {
        self.services = services
        random = SeededGenerator(seed: seed)
    }

    /// Kills one program after the other until an instant; everything runs when it returns.
    ///
    /// - Returns: How often a program was killed.
    mutating func run(until end: ContinuousClock.Instant) async throws -> Int {
        let clock = ContinuousClock()
        var kills = 0
        while clock.now < end {
            try await clock.sleep(for: .milliseconds(Int.random(in: 100...900, using: &random)))
            let victim = ([services.front] + services.nodes).randomElement(using: &random) ?? services.front
            try await victim.crash()
            try await clock.sleep(for: .milliseconds(Int.random(in: 0...150, using: &random)))
            try await victim.start()
            kills += 1
        }
        return kills
    }
}
