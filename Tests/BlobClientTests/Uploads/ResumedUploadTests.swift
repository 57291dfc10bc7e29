import BlobAPI
import BlobClient
import BlobModel
import BlobService
import BlobStoreTesting
import FoundationEssentials
import RandomTesting
import SystemPackage
import Testing

/// Uploads whose node is another process in the end than in the beginning.
@Suite struct ResumedUploadTests {
    /// A body that stops in the middle until it is told to go on.
    private final class PausedBody: Sendable {
        private let bytes: [UInt8]
        private let pause: Int
        private let (arrivals, bell) = AsyncStream<Void>.makeStream()
        private let (more, gate) = AsyncStream<Void>.makeStream()

        init(_ bytes: [UInt8], pausingAt pause: Int) {
            self.bytes = bytes
            self.pause = pause
        }

        var stream: ByteStream { ByteStream(Pieces(body: self)) }

        func waitForPause() async {
            for await _ in arrivals { return }
        }

        func goOn() { gate.finish() }

        private struct Pieces: AsyncSequence, AsyncIteratorProtocol {
            let body: PausedBody
            var position = 0

            func makeAsyncIterator() -> Pieces { self }

            mutating func next() async -> [UInt8]? {
                if position == body.pause {
                    body.bell.finish()
                    for await _ in body.more {}
                }
                let end = Swift.min(position + (64 << 10), body.bytes.count)
                guard position < end else { return nil }
                defer { position = end }
                return Array(body.bytes[position..<end])
            }
        }
    }

    private func options() -> BlobClientOptions {
        var options = ClusterScene.options
        options.pieceBytes = 1 << 20
        return options
    }

    /// Runs a node until the body ends.
    private func withNode<Value: Sendable>(
        in directory: FilePath,
        of front: LiveFront,
        at base: String,
        epoch: UInt64,
        _ body: (ShardMap) async throws -> Value
    ) async throws -> Value {
        let (id, node) = try LiveCluster.makeNode("blob-1", in: directory, front: base)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await node.run() }
            let outcome: Result<Value, any Error>
            do {
                let first = try await LiveCluster.map(of: [(id, node)])
                let map = try ShardMap(
                    epoch: epoch,
                    deployment: try DeploymentID(validating: "aaaaaaaaaaaaaaaaaaaaaaaaaa"),
                    nodes: first.nodes,
                    shards: first.shards,
                    slots: first.slots
                )
                front.serve(map)
                guard await node.isReady() else { throw LiveCluster.NotReady(node: id) }
                outcome = .success(try await body(map))
            } catch {
                outcome = .failure(error)
            }
            group.cancelAll()
            try? await group.waitForAll()
            return try outcome.get()
        }
    }

    @Test func `an upload goes on at the node that has the data when its own has ended in the middle`() async throws {
        let directory = FilePath(FileManager.default.temporaryDirectory.path).appending("\(ReferenceID.random())")
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        var random = SeededGenerator(seed: 31)
        let bytes = random.bytes(7 << 20)
        let domain = try DedupDomain.sample()
        let reference = ReferenceID.random()
        let body = PausedBody(bytes, pausingAt: 4 << 20)
        let front = try LiveFront()
        try await front.run { base in
            let (cluster, upload) = try await withNode(in: directory, of: front, at: base, epoch: 1) { map in
                let cluster = BlobCluster(
                    map: map,
                    secret: ClusterScene.secret,
                    options: options(),
                    logger: ClusterScene.logger,
                    source: { $0 }
                )
                let upload = Task { try await cluster.put(body.stream, as: reference, in: domain, limit: .max) }
                await body.waitForPause()
                return (cluster, upload)
            }
            // Nobody has the data now: the upload waits.
            body.goOn()
            try await withNode(in: directory, of: front, at: base, epoch: 2) { map in
                cluster.adopt(map)
                let stored = try await upload.value
                #expect(stored.size == UInt64(bytes.count))
                let whole = ContentID(of: bytes.span)
                #expect(stored.blob == whole)
                let read = try await cluster.read(whole, in: domain, range: nil).collect(upTo: 8 << 20)
                let isSame = read == bytes
                #expect(isSame)
            }
            try await cluster.shutdown()
        }
    }
}
