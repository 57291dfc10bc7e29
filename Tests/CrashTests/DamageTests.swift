import Testing

/// Damages the files of a shard at random.
struct DamageTests {
    @Test(arguments: ["compaction", "encrypted"])
    func `a damaged shard never gives back other bytes and never ends the process`(_ workload: String) async throws {
        let outcome = try await EngineProbeProgram.run(
            ["mutate", "--workload", workload, "--seed", "1", "--rounds", "15"]
        )
        #expect(outcome.hasFoundNothing, "\(outcome)")
    }
}
