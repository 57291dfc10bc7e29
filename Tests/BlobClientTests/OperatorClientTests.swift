import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import Testing

@Suite struct OperatorClientTests {
    @Test(.timeLimit(.minutes(1)))
    func `a purge may take longer than an answer may stand still`() async throws {
        let answer = PurgeAnswer(
            shard: try ShardID(validating: "blob-1-s1"),
            dryRun: true,
            counts: (references: 3, blobs: 2, sessions: 0),
            bytes: 7
        )
        let node = FakeNode([.late(.milliseconds(600), try APICoding.encode(answer))])
        var options = ClusterScene.options
        options.callTimeout = .milliseconds(200)
        options.idleTimeout = .milliseconds(200)
        let order = PurgeOrder(deployment: .random(), dryRun: true)
        let purged = try await node.run { [options] base in
            try await OperatorClient.with(
                node: try NodeID(validating: "blob-1"),
                base: base,
                secret: .random(),
                options: options,
                logger: ClusterScene.logger
            ) { client in
                try await client.purge(try .sample(), order: order, epoch: 1)
            }
        }
        #expect(purged == answer)
    }
}
