import ArgumentParser
import BlobAPI
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
}
