import BlobModel
import BlobStore

extension Shard {
    private static let attempts = 4

    /// Carries out a step that an open shard can do.
    ///
    /// - Parameters:
    ///   - step: The step.
    ///   - context: What it depends on of those before it.
    /// - Returns: How far the upload session of the step's blob is acknowledged to be, when it has one.
    /// - Throws: What the shard throws.
    func perform(_ step: Step, in context: StepContext) async throws -> SessionMark? {
        let session = context.session
        switch step {
        case .put(let blob): try await Self.retrying { try await self.put(blob) }
        case .release(let blob): try await release(blob.reference, in: blob.domain)
        case .maintain(let step): try await maintain(step, after: context.damages)
        case .append(let blob, let end): return try await append(blob, upTo: end, to: session)
        case .upload(let blob): return try await Self.retrying { try await self.upload(blob, by: session) }
        case .abandon(let blob): return try await abandon(blob, session)
        case .reopen, .loseIndex, .changeMasterKey, .damage, .repair: break
        }
        return nil
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

    /// A collection may take a chunk from under an upload, which then must come again, as its client makes it.
    private static func retrying<Value>(_ body: () async throws -> Value) async throws -> Value {
        for _ in 1..<attempts {
            do {
                return try await body()
            } catch let error as BlobError where error.isWorthRetrying {
                continue
            }
        }
        return try await body()
    }
}

/// Upload sessions.
extension Shard {
    /// More than the longest chunk: a part without a chunk's end brings an upload no further.
    private static let partByteCount = 270_000

    /// Brings what an upload session lacks of a blob, from where the shard says that it stands, and commits it.
    ///
    /// - Parameters:
    ///   - blob: The blob.
    ///   - known: The session; nil to begin one.
    /// - Returns: The session as it was before it was committed.
    /// - Throws: What the shard throws.
    func upload(_ blob: ProbeBlob, by known: UploadSessionID?) async throws -> SessionMark {
        var session = try await session(known, in: blob.domain)
        while session.offset < UInt64(blob.bytes.count) {
            let end = min(Int(session.offset) + Self.partByteCount, blob.bytes.count)
            session = try await append(blob, upTo: end, to: session)
        }
        let length = UInt64(blob.bytes.count)
        let completion = UploadCompletion(reference: blob.reference, length: length, blob: blob.id)
        _ = try await commit(session.session, as: completion, in: blob.domain)
        return SessionMark(session)
    }

    private func append(_ blob: ProbeBlob, upTo end: Int, to known: UploadSessionID?) async throws -> SessionMark {
        let session = try await session(known, in: blob.domain)
        guard session.offset < UInt64(end) else { return SessionMark(session) }
        return SessionMark(try await append(blob, upTo: end, to: session))
    }

    private func append(_ blob: ProbeBlob, upTo end: Int, to session: UploadSession) async throws -> UploadSession {
        let part = UploadPart(
            body: .bytes(Array(blob.bytes[Int(session.offset)..<end])),
            offset: session.offset,
            endsUpload: end == blob.bytes.count,
            limit: .max
        )
        return try await append(part, to: session.session, in: blob.domain)
    }

    private func session(_ known: UploadSessionID?, in domain: DedupDomain) async throws -> UploadSession {
        guard let known else { return try await createUpload(in: domain) }
        return try await upload(known, in: domain)
    }

    private func abandon(_ blob: ProbeBlob, _ known: UploadSessionID?) async throws -> SessionMark? {
        guard let known else { return nil }
        let session = try await upload(known, in: blob.domain)
        try await abandon(known, in: blob.domain)
        return SessionMark(session)
    }
}
