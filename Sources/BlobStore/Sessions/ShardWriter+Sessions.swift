import BlobModel

extension ShardWriter {
    /// Carries out an operation on an upload session, and tells its error in the words of the store's callers.
    ///
    /// - Throws: ``UploadSessionError`` and ``BlobError``.
    nonisolated func submit(
        _ change: WriteOperation.Change,
        to session: SessionKey,
        answer: WriteOperation.Answer = .whenDurable
    ) async throws -> WriteOutcome {
        do throws(BlobStoreError) {
            return try await submit(WriteOperation(domainKey: session.domainKey, change: change, answer: answer))
        } catch {
            throw Self.error(for: error)
        }
    }

    private static func error(for error: BlobStoreError) -> any Error {
        switch error {
        case .sessionNotFound(let session): UploadSessionError.notFound(session)
        case .sessionOffset(_, let expected): UploadSessionError.offsetMismatch(durable: expected)
        default: BlobError(error)
        }
    }
}
