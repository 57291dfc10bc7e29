import AttachmentStore
import BlobModel
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import FrontService

@Suite struct AttachmentBytesTests {
    @Test func `bytes are taken from the storage at the pace of the client`() async throws {
        let source = PiecewiseBlobs(pieces: 64, length: 1 << 10, failsAfter: nil)
        let writer = PacedWriter(source: source)
        try await response(source).body.write(writer)
        let leads = writer.leads
        #expect(leads.count == 64)
        #expect(leads.allSatisfy { $0 <= 1 }, "pieces taken ahead of the client: \(leads)")
        #expect(writer.isFinished)
    }

    @Test func `storage that breaks off inside the body leaves the body unfinished`() async throws {
        let source = PiecewiseBlobs(pieces: 64, length: 1 << 10, failsAfter: 3)
        let writer = PacedWriter(source: source)
        let body = try await response(source).body
        await #expect(throws: BlobError.unavailable("The node went away.")) { try await body.write(writer) }
        #expect(writer.leads.count == 3)
        #expect(!writer.isFinished)
    }

    private func response(_ source: PiecewiseBlobs) async throws -> Response {
        let blob = ContentID(of: [1].span)
        let domain = try DedupDomain(validating: "d")
        let attachment = StoredAttachment(
            id: .random(),
            content: BlobDescription(blob: blob, size: UInt64(source.pieces * source.length)),
            labels: StoredAttachment.Labels(mediaType: "text/plain", filename: "x"),
            creator: "alice",
            created: Date(timeIntervalSince1970: 0)
        )
        let holding = AttachmentHolding(
            attachment: attachment.id,
            domain: domain,
            reference: attachment.id.firstReference,
            state: .live
        )
        let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/")
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        return try await AttachmentBytes(blobs: source)
            .response(
                to: request,
                over: NIOAsyncTestingChannel(),
                with: HeldAttachment(attachment: attachment, holding: holding)
            )
    }
}

/// A store with one blob, which counts the pieces that were taken from it.
private final class PiecewiseBlobs: BlobStorage {
    let pieces: Int
    let length: Int
    let taken = Mutex(0)
    private let failsAfter: Int?

    init(pieces: Int, length: Int, failsAfter: Int?) {
        self.pieces = pieces
        self.length = length
        self.failsAfter = failsAfter
    }

    func description(of blob: ContentID, in domain: DedupDomain) async throws -> BlobDescription {
        BlobDescription(blob: blob, size: UInt64(pieces * length))
    }

    func read(_ blob: ContentID, in domain: DedupDomain, range: Range<UInt64>?) async throws -> ByteStream {
        let (pieces, length, failsAfter) = (pieces, length, failsAfter)
        return ByteStream(
            AsyncThrowingStream<[UInt8], any Error> {
                let number = self.taken.withLock { taken in
                    taken += 1
                    return taken
                }
                if let failsAfter, number > failsAfter { throw BlobError.unavailable("The node went away.") }
                return number <= pieces ? Array(repeating: 7, count: length) : nil
            }
        )
    }

    func put(_: ByteStream, as _: ReferenceID, in _: DedupDomain, limit: UInt64) async throws -> StoredBlob {
        throw BlobError.insufficientSpace
    }

    func release(_ reference: ReferenceID, in domain: DedupDomain) async throws {}

    func blob(of reference: ReferenceID, in domain: DedupDomain) async throws -> BlobDescription {
        throw BlobError.referenceNotFound(reference)
    }
}

/// A client that notes, with each piece, how many more the store has given than it got.
private final class PacedWriter: ResponseBodyWriter {
    private struct State {
        var leads: [Int] = []
        var isFinished = false
    }

    private let source: PiecewiseBlobs
    private let state = Mutex(State())

    init(source: PiecewiseBlobs) {
        self.source = source
    }

    var leads: [Int] { state.withLock { $0.leads } }
    var isFinished: Bool { state.withLock { $0.isFinished } }

    func write(_ buffer: ByteBuffer) async throws {
        await Task.yield()
        let taken = source.taken.withLock { $0 }
        state.withLock { $0.leads.append(taken - $0.leads.count) }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {
        state.withLock { $0.isFinished = true }
    }
}
