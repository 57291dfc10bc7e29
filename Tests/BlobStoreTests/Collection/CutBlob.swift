import BlobModel
import RandomTesting

@testable import BlobStore

/// A blob that a test has cut itself, so that it may have many small chunks.
struct CutBlob: Sendable {
    let chunks: [NamedChunk]
    let manifest: StoredManifest

    /// Cuts a blob into given chunks.
    init(_ parts: [[UInt8]]) {
        let bytes = Array(parts.joined())
        let isWhole = parts.count == 1
        chunks = parts.map { NamedChunk($0) }
        let list = chunks.map { Manifest.Chunk(id: $0.id, length: $0.entry.length) }
        let blob = isWhole ? list[0].id : ContentID(of: bytes.span)
        manifest = StoredManifest(Manifest(blob: blob, chunks: list, chunking: .standard))
    }

    /// Cuts a blob into random chunks.
    init(count: Int, _ random: inout SeededGenerator) {
        self.init((0..<count).map { _ in random.bytes(40) })
    }

    var id: ContentID { manifest.blob.blob }

    var bytes: [UInt8] { chunks.flatMap(\.bytes) }
}

extension Shard {
    /// Hands an operation to the writer.
    @discardableResult
    func submit(
        _ change: WriteOperation.Change,
        in domain: DedupDomain,
        answer: WriteOperation.Answer = .whenDurable
    ) async throws -> WriteOutcome {
        try await openParts().writer.submit(WriteOperation(domainKey: domain.key, change: change, answer: answer))
    }

    /// Puts a blob with the chunks that it was cut into.
    func put(_ blob: CutBlob, as reference: ReferenceID, in domain: DedupDomain) async throws {
        try await submit(.commit(blob.chunks, manifest: blob.manifest, reference: reference), in: domain)
    }

    /// Returns all bytes of a blob.
    func bytes(of blob: ContentID, in domain: DedupDomain) async throws -> [UInt8] {
        try await read(blob, in: domain, range: nil).collect(upTo: 1 << 30)
    }
}
