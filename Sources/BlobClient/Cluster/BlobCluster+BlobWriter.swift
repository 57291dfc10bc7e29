import BlobAPI
package import BlobModel
import HTTPTypes

extension BlobCluster: BlobWriter {
    /// Uploads a body under a reference; returns when bytes, manifest, and reference are durable at the node.
    ///
    /// - Throws: As ``put(_:as:in:limit:expecting:)``.
    package func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64
    ) async throws -> StoredBlob {
        try await put(body, as: reference, in: domain, limit: limit, expecting: nil)
    }

    /// Uploads a body under a reference; returns when bytes, manifest, and reference are durable at the node.
    ///
    /// A body of one piece is sent at once, and again when that may help: the same reference with the same bytes succeeds.
    /// A longer one goes through an upload session, which survives a restart of the node. One that is said to be longer is
    /// not read before the node has opened the session. The answer names the shard that has the bytes by the map of the
    /// call that stored them.
    ///
    /// - Throws: `BlobError`, what the body throws, and `CancellationError`.
    package func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64,
        expecting length: UInt64?
    ) async throws -> StoredBlob {
        let subject = BlobSubject(reference: reference, in: domain, limit: limit)
        let pieces = UploadPieces(body, limit: limit, pieceByteCount: options.pieceBytes)
        if let length, length > UInt64(options.pieceBytes) {
            return try await room.using {
                try await SessionUpload.store(pieces, expecting: length, about: subject, at: self)
            }
        }
        let first = try await pieces.next()
        guard first.endsBody else {
            return try await room.using {
                try await SessionUpload.store(first, pieces, about: subject, at: self)
            }
        }
        return try await put(first, about: subject, reference)
    }

    /// Uploads a whole body at once.
    private func put(
        _ body: UploadPieces.Run,
        about subject: BlobSubject,
        _ reference: ReferenceID
    ) async throws -> StoredBlob {
        try await repeating(about: subject) { placement in
            var stored = try await self.value(
                StoredBlob.self,
                of: InternalRequest(
                    operation: .putReference,
                    peer: placement.peer,
                    target: InternalPath.reference(reference, in: subject.domain) + Self.limitQuery(of: subject),
                    timeout: self.options.partTimeout,
                    epoch: placement.epoch,
                    fields: [.contentType: "application/octet-stream"],
                    body: .buffers(body.pieces)
                )
            )
            stored.place = placement.place
            return stored
        }
    }

    /// Releases a reference; releasing an unknown one succeeds.
    ///
    /// - Throws: `BlobError` and `CancellationError`.
    package func release(_ reference: ReferenceID, in domain: DedupDomain) async throws {
        try await repeating(about: BlobSubject(reference: reference, in: domain)) { placement in
            let response = try await self.transport.send(
                InternalRequest(
                    operation: .releaseReference,
                    peer: placement.peer,
                    target: InternalPath.reference(reference, in: domain),
                    timeout: self.options.callTimeout,
                    epoch: placement.epoch
                )
            )
            try await response.readToEnd()
        }
    }
}
