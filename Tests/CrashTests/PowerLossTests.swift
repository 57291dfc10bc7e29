import Testing

/// Records what the engine does to the disk, LMDB's file included, and takes the power at random moments of it.
///
/// The short version of `make crash-test`. A failure prints the command that repeats it.
@Suite(.serialized) struct PowerLossTests {
    /// A disk that lies, and a workload that must suffer from it.
    struct Lie: CustomTestStringConvertible, Sendable {
        /// Whose synchronisations are ignored.
        let ignored: String
        /// The workload.
        let workload: String
        /// Whether lost bytes may also end the process: only those under the memory map of the index do.
        var mayKill = false

        /// What stands in the test's report.
        var testDescription: String { "\(ignored) under \(workload)" }
    }

    private static let lies = [
        Lie(ignored: "segments", workload: "plain"), Lie(ignored: "segments", workload: "sessions"),
        Lie(ignored: "segments", workload: "compaction"), Lie(ignored: "index", workload: "plain", mayKill: true),
        Lie(ignored: "keys", workload: "rotation"), Lie(ignored: "keys", workload: "erasure"),
        Lie(ignored: "directories", workload: "plain"), Lie(ignored: "directories", workload: "rotation"),
    ]

    @Test(arguments: [
        "plain", "collection", "compaction", "sessions", "scrub", "encrypted", "rotation", "erasure",
    ])
    func `a loss of power at any moment loses nothing acknowledged`(_ workload: String) async throws {
        let outcome = try await EngineProbeProgram.run(
            ["check", "--workload", workload, "--seed", "1", "--points", "8", "--recoveries", "1"]
        )
        #expect(outcome.hasFoundNothing, "\(outcome)")
    }

    @Test(arguments: ["segments", "index"])
    func `an order in which a compaction makes nothing durable is found out without a loss of power`(
        _ ignored: String
    ) async throws {
        let outcome = try await EngineProbeProgram.run(
            ["check", "--workload", "compaction", "--seed", "1", "--points", "0", "--ignoring", ignored]
        )
        #expect(outcome.hasFound && outcome.text.contains("order: "), "\(outcome)")
    }

    @Test(arguments: lies)
    func `a disk that ignores synchronisations is found out`(_ lie: Lie) async throws {
        let outcome = try await EngineProbeProgram.run(
            [
                "check", "--workload", lie.workload, "--seed", "1", "--points", "24", "--ignoring", lie.ignored,
                "--verbose",
            ]
        )
        #expect(outcome.hasFound || (lie.mayKill && outcome.diedInCheck), "\(outcome)")
    }
}
