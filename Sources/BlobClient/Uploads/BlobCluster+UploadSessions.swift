import BlobAPI
import BlobModel
import HTTPTypes

/// The calls of an upload session, each sent once.
extension BlobCluster {
    /// Opens an upload session.
    ///
    /// - Throws: ``NodeRefusal``, `BlobError`, and `CancellationError`.
    func createUpload(about subject: BlobSubject) async throws -> UploadSession {
        try await uploading(about: subject, session: nil) { placement in
            try await self.createUpload(expecting: nil, about: subject, at: placement)
        }
    }

    /// Opens an upload session for a body of which nothing was read yet; a node that is away is not waited for.
    ///
    /// - Throws: `BlobError`, also when the node has no room for so many bytes, and `CancellationError`.
    func createUpload(expecting length: UInt64, about subject: BlobSubject) async throws -> UploadSession {
        try await repeating(about: subject) { try await self.createUpload(expecting: length, about: subject, at: $0) }
    }

    private func createUpload(
        expecting length: UInt64?,
        about subject: BlobSubject,
        at placement: Placement
    ) async throws -> UploadSession {
        try await value(
            UploadSession.self,
            of: InternalRequest(
                operation: .createUpload,
                peer: placement.peer,
                target: InternalPath.uploads(in: subject.domain),
                timeout: options.callTimeout,
                epoch: placement.epoch,
                fields: length.map { [.uploadLength: String($0)] } ?? [:]
            )
        )
    }

    /// Asks how far an upload session has come.
    ///
    /// - Throws: `UploadSessionError`, ``NodeRefusal``, `BlobError`, and `CancellationError`.
    func upload(_ session: UploadSessionID, about subject: BlobSubject) async throws -> UploadSession {
        try await uploading(about: subject, session: session) { placement in
            try await self.value(
                UploadSession.self,
                of: InternalRequest(
                    operation: .readUpload,
                    peer: placement.peer,
                    target: InternalPath.upload(session, in: subject.domain),
                    timeout: self.options.callTimeout,
                    epoch: placement.epoch
                )
            )
        }
    }

    /// Sends a part; returns when it is durable.
    ///
    /// - Throws: `UploadSessionError`, ``NodeRefusal``, `BlobError`, and `CancellationError`.
    func append(
        _ part: OutgoingPart,
        to session: UploadSessionID,
        about subject: BlobSubject
    ) async throws -> UploadSession {
        try await uploading(about: subject, session: session) { placement in
            try await self.value(
                UploadSession.self,
                of: InternalRequest(
                    operation: .appendUpload,
                    peer: placement.peer,
                    target: InternalPath.upload(session, in: subject.domain) + Self.limitQuery(of: subject),
                    timeout: self.options.partTimeout,
                    epoch: placement.epoch,
                    fields: UploadFields.part(at: part.offset, endsUpload: part.endsUpload),
                    body: .buffers(part.buffers)
                )
            )
        }
    }

    /// Makes a blob of an upload session; may be sent again.
    ///
    /// - Throws: `UploadSessionError`, ``NodeRefusal``, `BlobError`, and `CancellationError`.
    func commit(_ session: UploadSessionID, length: UInt64, about subject: BlobSubject) async throws -> StoredBlob {
        guard let reference = subject.reference else { preconditionFailure("An upload is about a reference.") }
        return try await uploading(about: subject, session: session) { placement in
            // A session is on one shard: where it can be committed, there its bytes are.
            var stored = try await self.value(
                StoredBlob.self,
                of: InternalRequest(
                    operation: .commitUpload,
                    peer: placement.peer,
                    target: InternalPath.commit(session, as: reference, in: subject.domain),
                    timeout: self.options.partTimeout,
                    epoch: placement.epoch,
                    fields: [.uploadLength: String(length)]
                )
            )
            stored.place = placement.place
            return stored
        }
    }

    /// Ends an upload session without a blob.
    ///
    /// - Throws: `UploadSessionError`, ``NodeRefusal``, `BlobError`, and `CancellationError`.
    func abandon(_ session: UploadSessionID, about subject: BlobSubject) async throws {
        try await uploading(about: subject, session: session) { placement in
            let response = try await self.transport.send(
                InternalRequest(
                    operation: .abandonUpload,
                    peer: placement.peer,
                    target: InternalPath.upload(session, in: subject.domain),
                    timeout: self.options.abandonTimeout,
                    epoch: placement.epoch
                )
            )
            try await response.readToEnd()
        }
    }

    /// Returns the query with the most bytes that an upload may have.
    static func limitQuery(of subject: BlobSubject) -> String {
        guard let limit = subject.limit else { preconditionFailure("An upload has a limit.") }
        return "?limit=\(limit)"
    }
}
