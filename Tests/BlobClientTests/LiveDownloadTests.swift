import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOPosix
import RandomTesting
import SystemPackage
import Testing

/// Downloads over real sockets from real segments, where large bodies leave by `sendfile`.
@Suite struct LiveDownloadTests {
    /// A blob in a cluster, and a client of the public listener that serves it.
    private struct Scene {
        let bytes: [UInt8]
        let stored: StoredBlob
        let url: SignedURL
        let client: TestClient
        let port: Int

        func get(
            _ fields: HTTPFields = [:],
            _ method: HTTPRequest.Method = .get
        ) async throws -> TestClient.Response {
            try await client.execute(
                TestClient.Request(url.pathAndQuery, method: method, authority: "localhost", headers: fields)
            )
        }

        /// Asks for a blob over a connection of its own, and takes nothing of the answer.
        func startWithoutTaking() async throws -> any Channel {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 1024))
                .channelOption(.autoRead, value: false)
                .connect(host: "127.0.0.1", port: port).get()
            let request = "GET \(url.pathAndQuery) HTTP/1.1\r\nHost: a\r\n\r\n"
            try await channel.writeAndFlush(ByteBuffer(string: request)).get()
            channel.read()
            return channel
        }
    }

    private func withBlob(_ size: Int, _ body: (Scene) async throws -> Void) async throws {
        var random = SeededGenerator(seed: UInt64(size))
        let bytes = random.bytes(size)
        try await LiveCluster.run(nodes: 1) { live in
            let domain = try DedupDomain.sample()
            let stored = try await live.cluster.put(.bytes(bytes), as: .random(), in: domain, limit: .max)
            let node = live.cluster.map.node(for: domain)
            let grant = try DownloadGrant(
                domain: domain,
                blob: stored.blob,
                filename: "a.bin",
                mediaType: "application/octet-stream"
            )
            let keys = live.front.roots.derived(for: node.id)
            let url = SignedURL.mint(grant, with: keys, lifetime: .seconds(600), now: Date())
            let port = try #require(node.publicURL.split(separator: ":").last.flatMap { Int($0) })
            let client = TestClient(
                host: "127.0.0.1",
                port: port,
                configuration: .init(timeout: .seconds(20)),
                eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton)
            )
            client.connect()
            try await body(Scene(bytes: bytes, stored: stored, url: url, client: client, port: port))
            try await client.shutdown()
        }
    }

    @Test(arguments: [0, 1, 256 << 10, (256 << 10) + 1, 3 << 20, 20 << 20])
    func `a blob of any size comes back whole`(_ size: Int) async throws {
        try await withBlob(size) { scene in
            let response = try await scene.get()
            #expect(response.status == .ok)
            #expect(response.headers[.contentLength] == "\(size)")
            // Compared outside the macro, which would print the difference of millions of bytes.
            let isWhole = (response.body.map { Array($0.readableBytesView) } ?? []) == scene.bytes
            #expect(isWhole)
        }
    }

    @Test func `large ranges begin and end anywhere, one after another on one connection`() async throws {
        try await withBlob(6 << 20) { scene in
            let ranges = [0..<(1 << 20), 12_345..<5_000_000, (300 << 10)..<(6 << 20), 1..<(6 << 20), 0..<100]
            for range in ranges {
                let response = try await scene.get([.range: "bytes=\(range.lowerBound)-\(range.upperBound - 1)"])
                #expect(response.status == .partialContent)
                let isPart = response.body.map { Array($0.readableBytesView) } == Array(scene.bytes[range])
                #expect(isPart, "\(range)")
            }
            let head = try await scene.get([:], .head)
            #expect(head.headers[.contentLength] == "\(6 << 20)")
            #expect(head.body?.readableBytes ?? 0 == 0)
        }
    }

    @Test func `a large blob whose chunks were deduplicated comes back whole`() async throws {
        var random = SeededGenerator(seed: 77)
        let first = random.bytes(2 << 20)
        let second = Array(first[..<(1 << 20)]) + random.bytes(100_000) + Array(first[(1 << 20)...])
        try await LiveCluster.run(nodes: 1) { live in
            let domain = try DedupDomain.sample()
            _ = try await live.cluster.put(.bytes(first), as: .random(), in: domain, limit: .max)
            let stored = try await live.cluster.put(.bytes(second), as: .random(), in: domain, limit: .max)
            #expect(stored.addedBytes < 1 << 20)
            let stream = try await live.cluster.read(stored.blob, in: domain, range: nil)
            let read = try await stream.collect(upTo: 8 << 20)
            let isWhole = read == second
            #expect(isWhole)
        }
    }

    @Test func `a node stops although a client takes nothing of its download`() async throws {
        var stalled: (any Channel)?
        var end = ContinuousClock.now
        try await withBlob(20 << 20) { scene in
            stalled = try await scene.startWithoutTaking()
            // By the end of another download the stalled one has filled all buffers.
            _ = try await scene.get()
            end = .now
        }
        // Otherwise the connection's own time-out ends it, after a minute at least.
        #expect(end.duration(to: .now) < .seconds(30))
        try await stalled?.close().get()
    }

    @Test func `bytes that have rotted are never taken for those that were put`() async throws {
        var random = SeededGenerator(seed: 78)
        let bytes = random.bytes(2 << 20)
        try await LiveCluster.run(nodes: 1) { live in
            let domain = try DedupDomain.sample()
            let stored = try await live.cluster.put(.bytes(bytes), as: .random(), in: domain, limit: .max)
            let shard = live.cluster.map.shard(for: domain)
            let segment = live.directory.appending("blob-1").appending("shards").appending(shard.id.text)
                .appending("segments").appending("0000000000000001.segment")
            try Self.flip(1 << 20, of: segment)
            await #expect(throws: BlobError.self) {
                try await live.cluster.read(stored.blob, in: domain, range: nil).collect(upTo: 4 << 20)
            }
        }
    }

    /// Changes one bit of a file, where it is.
    private static func flip(_ offset: UInt64, of path: FilePath) throws {
        let file = try FileDescriptor.open(path, .readWrite)
        defer { try? file.close() }
        var byte: [UInt8] = [0]
        _ = try unsafe byte.withUnsafeMutableBytes { unsafe try file.read(fromAbsoluteOffset: Int64(offset), into: $0) }
        byte[0] ^= 1
        _ = try file.writeAll(toAbsoluteOffset: Int64(offset), byte)
    }

    @Test func `a client that goes away in the middle leaves the node serving others`() async throws {
        try await withBlob(20 << 20) { scene in
            let channel = try await scene.startWithoutTaking()
            try await channel.close().get()
            let response = try await scene.get()
            #expect(response.body?.readableBytes == 20 << 20)
        }
    }
}
