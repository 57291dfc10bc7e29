import BlobModel
import BlobStoreTesting

@testable import BlobService

extension MemoryNodeStorage {
    /// Opens an upload session.
    func createUpload(in domain: DedupDomain, expecting length: UInt64?) async throws -> UploadSession {
        try await uploads.createUpload(in: domain, expecting: length)
    }

    /// Returns how far an upload session has come.
    func upload(_ session: UploadSessionID, in domain: DedupDomain) async throws -> UploadSession {
        try await uploads.upload(session, in: domain)
    }

    /// Appends bytes to an upload session.
    func append(
        _ part: UploadPart,
        to session: UploadSessionID,
        in domain: DedupDomain
    ) async throws -> UploadSession {
        try await uploads.append(part, to: session, in: domain)
    }

    /// Makes a blob of an upload session.
    func commit(
        _ session: UploadSessionID,
        as completion: UploadCompletion,
        in domain: DedupDomain
    ) async throws -> StoredBlob {
        try await uploads.commit(session, as: completion, in: domain)
    }

    /// Ends an upload session without a blob.
    func abandon(_ session: UploadSessionID, in domain: DedupDomain) async throws {
        try await uploads.abandon(session, in: domain)
    }
}
