import AsyncHTTPClient
import BlobAPI
package import BlobModel
import HTTPTypes

extension BlobCluster: BlobWriter {
    /// Uploads a body under a reference; returns when bytes, manifest, and reference are durable at the node.
    ///
    /// A body of one piece is sent at once, and again when that may help: the same reference with the same bytes succeeds.
    /// A longer one goes through an upload session, which survives a restart of the node. The answer names the shard that
    /// has the bytes by the map of the call that stored them.
    ///
    /// - Throws: `BlobError`, what the body throws, and `CancellationError`.
    package func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64
    ) async throws -> StoredBlob {
        let subject = BlobSubject(reference: reference, in: domain, limit: limit)
        let pieces = UploadPieces(body, limit: limit, pieceByteCount: options.pieceBytes)
        let first = try await pieces.next()
        guard first.endsBody else {
            return try await room.using {
                try await SessionUpload.store(first, pieces, about: subject, at: self)
            }
        }
        return try await repeating(about: subject) { placement in
            var stored = try await self.value(
                StoredBlob.self,
                of: InternalRequest(
                    operation: .putReference,
                    peer: placement.peer,
                    target: InternalPath.reference(reference, in: domain) + Self.limitQuery(of: subject),
                    timeout: self.options.partTimeout,
                    epoch: placement.epoch,
                    fields: [.contentType: "application/octet-stream"],
                    body: .buffers(first.pieces)
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
            _ = try await response.body.collect(upTo: APICoding.maximumBytes)
        }
    }
}
