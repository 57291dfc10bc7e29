import Testing

/// Makes calls of the C library fail under the engine and under LMDB.
///
/// The short version of `make crash-test`: every ninth call of little work, and few calls of work that makes many. A
/// failure prints the command that repeats it.
struct FaultTests {
    @Test(arguments: ["open", "write", "sync", "truncate", "rename", "unlink", "mkdir", "map"])
    func `a failing call loses nothing and leaves the shard as documented`(_ call: String) async throws {
        let outcome = try await EngineProbeProgram.run(
            ["fault", "--workload", "small", "--seed", "1", "--call", call, "--stride", "9"]
        )
        #expect(outcome.hasFoundNothing, "\(outcome)")
    }

    @Test(arguments: ["sessions", "scrub", "rotation", "erasure"])
    func `a synchronisation that fails anywhere loses nothing acknowledged`(_ workload: String) async throws {
        let outcome = try await EngineProbeProgram.run(
            [
                "fault", "--workload", workload, "--seed", "1", "--call", "sync", "--error", "inputOutput", "--stride",
                "41",
            ]
        )
        #expect(outcome.hasFoundNothing, "\(outcome)")
    }

    @Test(arguments: ["plain", "compaction"])
    func `what a failed synchronisation left in memory alone is durable before another commit counts on it`(
        _ workload: String
    ) async throws {
        let outcome = try await EngineProbeProgram.run(
            [
                "fault", "--workload", workload, "--seed", "7", "--call", "sync", "--error", "inputOutput", "--full",
                "--points", "2", "--stride", "11",
            ]
        )
        #expect(outcome.hasFoundNothing, "\(outcome)")
    }
}
