import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import Testing

/// Calls of a host that is there no more, on real sockets.
@Suite struct VanishedHostTests {
    private static let refusal = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"

    private let blob = ContentID(of: [1].span)
    private let domain: DedupDomain

    init() throws {
        domain = try .sample()
    }

    /// Limits under which nothing but the watch of the connection ends a call within a minute.
    private var options: BlobClientOptions {
        var options = ClusterScene.options
        options.attempts = 1
        options.callTimeout = .seconds(60)
        options.silenceLimit = .seconds(1)
        return options
    }

    @Test(.timeLimit(.minutes(1)))
    func `a call on a connection whose host has gone is over when nothing is confirmed for too long`() async throws {
        let host = VanishingHost(answer: Self.refusal)
        let (error, time) = try await host.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base), options: options) { cluster in
                // Leaves a connection for the next call.
                _ = try? await cluster.description(of: blob, in: domain)
                try await host.vanish()
                let began = ContinuousClock.now
                let error = await #expect(throws: BlobError.self) {
                    try await cluster.description(of: blob, in: domain)
                }
                return (error, ContinuousClock.now - began)
            }
        }
        #expect(error == .unavailable("The connection failed: its host does not answer."))
        #expect(host.requests == 1)
        #expect(time >= .seconds(1) && time < .seconds(20))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a last word that may take twenty minutes is waited for no more when its host has gone`() async throws {
        let host = VanishingHost(answer: nil)
        let completion = GrantCompletion(
            blob: BlobDescription(blob: blob, size: 1),
            place: BlobPlace(shard: try ShardID(validating: "blob-1-s1"), epoch: 3)
        )
        let node = try NodeID(validating: "blob-1")
        try await host.run { base in
            let client = FrontClient(
                base: base,
                node: node,
                secret: .random(),
                options: options,
                logger: ClusterScene.logger
            )
            let word = Task { try await client.completeGrant(.random(), completion) }
            try await host.waitForRequest()
            try await host.vanish()
            let began = ContinuousClock.now
            let error = await #expect(throws: FrontClientError.self) { _ = try await word.value }
            #expect(error?.isWorthRetrying == true)
            #expect(ContinuousClock.now - began < .seconds(20))
            try await client.shutdown()
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a host that takes no connection is asked again within the time for it, and no longer`() async throws {
        var options = options
        options.attempts = 20
        options.connectTimeout = .milliseconds(400)
        options.repetitionLimit = .seconds(1)
        let host = VanishingHost(answer: nil)
        let time = try await host.run { [options] base in
            try await host.vanish()
            return try await ClusterScene.withCluster(ClusterScene.map(base: base), options: options) { cluster in
                let began = ContinuousClock.now
                await #expect(throws: BlobError.unavailable("The call timed out.")) {
                    try await cluster.description(of: blob, in: domain)
                }
                return ContinuousClock.now - began
            }
        }
        #expect(time >= .seconds(1) && time < .seconds(6))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a node that takes nothing for a while, as while its disk stands still, is not gone`() async throws {
        let stored = StoredBlob(blob: blob, size: 1, addedBytes: 1)
        let json = String(decoding: try APICoding.encode(stored), as: UTF8.self)
        let head = "HTTP/1.1 201 Created\r\nContent-Length: \(json.utf8.count)\r\n\r\n"
        let host = VanishingHost(answer: head + json, takes: false)
        try await host.run { base in
            try await ClusterScene.withCluster(ClusterScene.map(base: base), options: options) { cluster in
                // More than the buffers of both sockets together have room for at once.
                let body = ByteStream.bytes([UInt8](repeating: 0x61, count: 2 << 20))
                async let answer = cluster.put(body, as: .random(), in: domain, limit: 2 << 20)
                try await Task.sleep(for: .seconds(4))
                try await host.take()
                let stored = try await answer
                #expect(stored.blob == blob)
            }
        }
    }
}
