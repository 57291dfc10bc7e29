import Testing

/// Records what the engine does to the disk, LMDB's file included, and takes the power at random moments of it.
///
/// The short version of `make crash-test`. A failure prints the command that repeats it.
@Suite(.serialized) struct PowerLossTests {
    @Test(arguments: ["plain", "collection", "compaction", "sessions", "encrypted"])
    func `a loss of power at any moment loses nothing acknowledged`(_ workload: String) async throws {
        let outcome = try await EngineProbeProgram.run(
            ["check", "--workload", workload, "--seed", "1", "--points", "8", "--recoveries", "1"]
        )
        #expect(outcome.isSuccess, "\(outcome)")
    }

    @Test(arguments: ["segments", "index", "directories"])
    func `a disk that ignores synchronisations is found out`(_ ignored: String) async throws {
        let outcome = try await EngineProbeProgram.run(
            ["check", "--workload", "plain", "--seed", "1", "--points", "16", "--ignoring", ignored]
        )
        // Lost bytes under a memory map may also end the process (SIGBUS, SIGSEGV), which is found out as well.
        #expect(!outcome.isSuccess, "\(outcome)")
    }
}
