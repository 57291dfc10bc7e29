import BlobAPI
import BlobClient
import BlobModel
import BlobStoreTesting
import HTTPTypes
import Synchronization
import Testing

/// Uploads whose length was declared, so that the node is asked before the body is read.
@Suite struct ExpectedUploadTests {
    private static let pieceBytes = 1_000

    private let domain: DedupDomain

    init() throws {
        domain = try .sample()
    }

    /// A body that notes how often it was read.
    private final class WatchedBody: AsyncSequence, Sendable {
        let reads = Mutex(0)
        private let bytes: [UInt8]

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        func makeAsyncIterator() -> Iterator { Iterator(body: self) }

        struct Iterator: AsyncIteratorProtocol {
            let body: WatchedBody

            mutating func next() async throws -> [UInt8]? {
                let read = body.reads.withLock { reads in
                    reads += 1
                    return reads
                }
                return read == 1 ? body.bytes : nil
            }
        }
    }

    private func put(
        _ body: WatchedBody,
        expecting length: UInt64?,
        to base: String
    ) async throws -> Result<StoredBlob, any Error> {
        var options = ClusterScene.options
        options.pieceBytes = Self.pieceBytes
        return try await ClusterScene.withCluster(ClusterScene.map(base: base), options: options) { cluster in
            do {
                let stored = try await cluster.put(
                    ByteStream(body),
                    as: .random(),
                    in: domain,
                    limit: .max,
                    expecting: length
                )
                return .success(stored)
            } catch {
                return .failure(error)
            }
        }
    }

    @Test func `RFC 4331 §6 a node without room refuses a long body before it is read`() async throws {
        let body = WatchedBody([UInt8](repeating: 7, count: 1_001))
        let node = FakeNode([.problem(APIProblem(.insufficientSpace))])
        let result = try await node.run { try await put(body, expecting: 1_001, to: $0) }
        #expect(throws: BlobError.insufficientSpace) { try result.get() }
        #expect(body.reads.withLock { $0 } == 0)
        #expect(node.calls.map { $0.headers[.uploadLength] } == ["1001"])
    }

    @Test func `a node that is away is told before a long body is read, and is not waited for`() async throws {
        let body = WatchedBody([UInt8](repeating: 7, count: 1_001))
        let result = try await put(body, expecting: 1_001, to: "http://127.0.0.1:1")
        let error = #expect(throws: BlobError.self) { try result.get() }
        #expect(error?.isWorthRetrying == true)
        #expect(body.reads.withLock { $0 } == 0)
    }

    @Test func `a long body whose length is known goes through a session of that length`() async throws {
        let bytes = [UInt8](repeating: 7, count: 1_001)
        let session = UploadSession(session: .random(), offset: 0, expires: 1)
        let blob = ContentID(of: bytes.span)
        let node = FakeNode([
            .json(try APICoding.encode(session)),
            .json(try APICoding.encode(UploadSession(session: session.session, offset: 1_000, expires: 1))),
            .json(try APICoding.encode(UploadSession(session: session.session, offset: 1_001, expires: 1))),
            .json(try APICoding.encode(StoredBlob(blob: blob, size: 1_001, addedBytes: 1))),
        ])
        let body = WatchedBody(bytes)
        let result = try await node.run { try await put(body, expecting: 1_001, to: $0) }
        #expect(try result.get().blob == blob)
        #expect(node.calls.map(\.method) == ["POST", "PATCH", "PATCH", "PUT"])
        #expect(node.calls.dropFirst().dropLast().flatMap(\.body) == bytes)
    }

    @Test(arguments: [1_000, nil] as [UInt64?])
    func `a body of one piece is sent at once, whether its length is known or not`(_ length: UInt64?) async throws {
        let bytes = [UInt8](repeating: 7, count: 1_000)
        let blob = ContentID(of: bytes.span)
        let node = FakeNode([.json(try APICoding.encode(StoredBlob(blob: blob, size: 1_000, addedBytes: 1)))])
        let result = try await node.run { try await put(WatchedBody(bytes), expecting: length, to: $0) }
        #expect(try result.get().blob == blob)
        #expect(node.calls.map(\.method) == ["PUT"])
    }
}
