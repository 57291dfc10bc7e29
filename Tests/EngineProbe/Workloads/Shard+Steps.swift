import BlobModel
import BlobStore

extension Shard {
    private static let attempts = 4
    /// More than the longest chunk: a part without a chunk's end brings an upload no further.
    private static let partByteCount = 270_000

    /// Carries out a step that an open shard can do.
    func perform(_ step: Step) async throws {
        switch step {
        case .put(let blob): try await Self.retrying { try await self.put(blob) }
        case .upload(let blob): try await Self.retrying { try await self.upload(blob) }
        case .release(let blob): try await release(blob.reference, in: blob.domain)
        case .maintain(let step): try await maintain(step)
        case .reopen, .loseIndex: break
        }
    }

    /// Puts a blob under its reference.
    func put(_ blob: ProbeBlob) async throws {
        _ = try await put(.bytes(blob.bytes), as: blob.reference, in: blob.domain, limit: .max)
    }

    /// Returns the bytes that a reference names, or nil when there is no such reference.
    func bytes(of blob: ProbeBlob) async throws -> [UInt8]? {
        do {
            let description = try await self.blob(of: blob.reference, in: blob.domain)
            return try await read(description.blob, in: blob.domain, range: nil).collect(upTo: 1 << 30)
        } catch BlobError.referenceNotFound {
            return nil
        }
    }

    /// Puts a blob by an upload session: the parts go on where the shard says that it stands.
    private func upload(_ blob: ProbeBlob) async throws {
        var session = try await createUpload(in: blob.domain)
        let size = UInt64(blob.bytes.count)
        while session.offset < size {
            let end = min(Int(session.offset) + Self.partByteCount, blob.bytes.count)
            let part = UploadPart(
                body: .bytes(Array(blob.bytes[Int(session.offset)..<end])),
                offset: session.offset,
                endsUpload: end == blob.bytes.count,
                limit: .max
            )
            session = try await append(part, to: session.session, in: blob.domain)
        }
        let completion = UploadCompletion(reference: blob.reference, length: size, blob: blob.id)
        _ = try await commit(session.session, as: completion, in: blob.domain)
    }

    /// A collection may take a chunk from under an upload, which then must come again, as its client makes it.
    private static func retrying(_ body: () async throws -> Void) async throws {
        for _ in 1..<attempts {
            do {
                return try await body()
            } catch let error as BlobError where error.isWorthRetrying {
                continue
            }
        }
        try await body()
    }
}
