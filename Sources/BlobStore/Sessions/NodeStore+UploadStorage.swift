package import BlobModel

extension NodeStore: UploadStorage {
    /// Opens an upload session in the domain's shard.
    package func createUpload(in domain: DedupDomain, expecting length: UInt64?) async throws -> UploadSession {
        try await shard(for: domain).createUpload(in: domain, expecting: length)
    }

    /// Returns how far an upload session of the domain's shard has come.
    package func upload(_ session: UploadSessionID, in domain: DedupDomain) async throws -> UploadSession {
        try await shard(for: domain).upload(session, in: domain)
    }

    /// Appends bytes to an upload session of the domain's shard.
    package func append(
        _ part: UploadPart,
        to session: UploadSessionID,
        in domain: DedupDomain
    ) async throws -> UploadSession {
        try await shard(for: domain).append(part, to: session, in: domain)
    }

    /// Makes a blob of an upload session of the domain's shard.
    package func commit(
        _ session: UploadSessionID,
        as completion: UploadCompletion,
        in domain: DedupDomain
    ) async throws -> StoredBlob {
        try await shard(for: domain).commit(session, as: completion, in: domain)
    }

    /// Ends an upload session of the domain's shard without a blob.
    package func abandon(_ session: UploadSessionID, in domain: DedupDomain) async throws {
        try await shard(for: domain).abandon(session, in: domain)
    }
}
