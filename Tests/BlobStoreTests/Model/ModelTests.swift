import FoundationEssentials
import Testing

/// Random sequences of all operations against a model in memory.
///
/// Each life has its own seed, which a failure names. `ATTACHE_TEST_ROUNDS` multiplies the number of lives.
struct ModelTests {
    private static let steps = 600
    private static let lives: UInt64 = 4
    private static let rounds = ProcessInfo.processInfo.environment["ATTACHE_TEST_ROUNDS"].flatMap(UInt64.init) ?? 1
    private static let seeds = 1...(lives * max(1, rounds))

    @Test(arguments: seeds)
    func `a random life of a shard goes as the model says`(_ seed: UInt64) async throws {
        var run = try await ModelRun(seed: seed)
        try await run.take(Self.steps)
    }
}
