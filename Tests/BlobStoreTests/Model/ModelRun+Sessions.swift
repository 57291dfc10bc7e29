import BlobModel
import BlobStoreTesting
import RandomTesting
import Testing

@testable import BlobStore

/// An upload session and all that it is to receive.
struct OpenUpload {
    let session: UploadSessionID
    let domain: DedupDomain
    let bytes: [UInt8]

    /// The bytes that the shard has said to be durable.
    var offset = 0
}

extension ModelOperation {
    /// Steps of upload sessions.
    static let sessions = [
        ModelOperation(name: "open an upload session", weight: 3) { run in try await run.openUpload() },
        ModelOperation(name: "append to an upload session", weight: 8) { run in try await run.appendToUpload() },
        ModelOperation(name: "commit an upload session", weight: 3) { run in try await run.commitUpload() },
        ModelOperation(name: "abandon an upload session", weight: 1) { run in try await run.abandonUpload() },
        ModelOperation(name: "expire upload sessions", weight: 1) { run in try await run.expireUploads() },
    ]
}

extension ModelRun {
    mutating func openUpload() async throws {
        guard uploads.count < 5 else { return }
        // One in two shares chunks with what is stored.
        let name = Bool.random(using: &random) ? pickName() : nil
        let domain = name?.domain ?? pickDomain()
        let bytes = name.map { edited(model.contents[$0] ?? []) } ?? random.bytes(600_000)
        let session = try await shard.createUpload(in: domain)
        #expect(session.offset == 0, place)
        uploads.append(OpenUpload(session: session.session, domain: domain, bytes: bytes))
    }

    mutating func appendToUpload() async throws {
        guard let number = pickUpload() else { return }
        try await append(to: number, upTo: uploads[number].offset + Int.random(in: 0..<400_000, using: &random))
    }

    private mutating func append(to number: Int, upTo end: Int) async throws {
        let upload = uploads[number]
        let end = min(end, upload.bytes.count)
        let body = ByteStream.pieces(of: Array(upload.bytes[upload.offset..<end]), length: 60_000)
        let part = UploadPart(
            body: body,
            offset: UInt64(upload.offset),
            endsUpload: end == upload.bytes.count,
            limit: .max
        )
        let session = try await shard.append(part, to: upload.session, in: upload.domain)
        #expect(session.offset >= UInt64(upload.offset) && session.offset <= UInt64(end), place)
        if part.endsUpload { #expect(session.offset == UInt64(end), place) }
        uploads[number].offset = Int(session.offset)
    }

    mutating func commitUpload() async throws {
        guard let number = pickUpload() else { return }
        if uploads[number].offset < uploads[number].bytes.count { try await append(to: number, upTo: .max) }
        let upload = uploads.remove(at: number)
        let reference = newReference()
        let completion = UploadCompletion(reference: reference, length: UInt64(upload.bytes.count))
        let stored = try await shard.commit(upload.session, as: completion, in: upload.domain)
        #expect(stored.blob == ContentID(of: upload.bytes.span) && !stored.wasPresent, place)
        note(PutBlob(reference: reference, domain: upload.domain, bytes: upload.bytes))
    }

    mutating func abandonUpload() async throws {
        guard let number = pickUpload() else { return }
        let upload = uploads.remove(at: number)
        try await shard.abandon(upload.session, in: upload.domain)
    }

    /// Waits until all sessions have expired, and expects that all of them end.
    mutating func expireUploads() async throws {
        clock.advance(by: shard.options.sessionExpiry)
        #expect(try await shard.expireSessions(now: clock.now) == uploads.count, place)
        for upload in uploads {
            await #expect(throws: UploadSessionError.notFound(upload.session), place) {
                try await shard.upload(upload.session, in: upload.domain)
            }
        }
        uploads = []
    }

    mutating func abandonUploads() async throws {
        for upload in uploads { try await shard.abandon(upload.session, in: upload.domain) }
        uploads = []
    }

    private mutating func pickUpload() -> Int? {
        uploads.isEmpty ? nil : Int.random(in: 0..<uploads.count, using: &random)
    }
}
