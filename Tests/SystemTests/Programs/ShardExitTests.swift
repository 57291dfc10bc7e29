import ArgumentParser
import BlobAPI
import BlobModel
import ServiceSupport
import Testing

@testable import attache

/// With what the commands on shards end: 1 says that something was found, and nothing else does.
struct ShardExitTests {
    @Test(
        arguments: [
            PeerSecretError.malformedLine(1),
            SettingError.missing("internal.operator-secret-file", allowed: "the path of a file"),
        ] as [any Error]
    )
    func `a secret that is missing or malformed is no finding`(error: any Error) async throws {
        let code = await #expect(throws: ExitCode.self) {
            try await ShardExit.explaining { throw error }
        }
        #expect(code == ShardExit.configuration)
    }

    @Test func `of several shards one has to be named, and a node without any has none to be named`() throws {
        let shards = try ["s-1", "s-2"].map { try ShardID(validating: $0) }
        #expect(try NodePlace.only(of: [shards[0]]) == shards[0])
        #expect(throws: ExitCode.validationFailure) { try NodePlace.only(of: shards) }
        #expect(throws: ShardExit.absent) { try NodePlace.only(of: []) }
    }

    @Test func `a shard at a node is well when it is open, takes writes, lacks nothing, and no job fails or is held`()
        throws
    {
        let shard = try ShardID(validating: "s-1")
        var details = ShardDetails(shard, state: .ready)
        details.figures = ShardFigures()
        details.jobs = ShardJob.allCases.map { ShardJobStatus($0) }
        #expect(details.isWell)

        for state in [ShardStatus.State.failed, .readOnly] {
            #expect(!ShardDetails(shard, state: state, problem: "It is not mounted.").isWell)
        }
        var damaged = details
        damaged.figures?.quarantined = 1
        #expect(!damaged.isWell)
        for found in [\ScrubFigures.passFindings, \.lastPassFindings] {
            var scrubbed = details
            scrubbed.scrub = ScrubFigures()
            #expect(scrubbed.isWell)
            scrubbed.scrub?[keyPath: found] = 1
            #expect(!scrubbed.isWell)
        }
        for state in [ShardJobStatus.State.scheduled, .held] {
            var failing = details
            failing.jobs[0].state = state
            failing.jobs[0].problem = "The front is away."
            #expect(!failing.isWell)
        }
    }

    @Test func `a compaction at a node that lacks room ends with what was found, and not with a failure`() throws {
        var status = ShardJobStatus(.compaction, state: .held)
        status.outcome = "0 segments rewritten."
        status.problem = "Segment 2 stays: 102 MiB are needed, 75 MiB are free."
        #expect(throws: ShardExit.findings) { try ShardJobOutcome(status).tell() }
    }
}
