import AsyncHTTPClient
import BlobAPI
package import BlobModel

extension BlobCluster: BlobWriter {
    /// Uploads a body under a reference; returns when bytes, manifest, and reference are durable at the node.
    ///
    /// A body that fits into memory is sent again when that may help: the same reference with the same bytes succeeds.
    /// A larger one is sent once, after the node has confirmed that the domain is its own.
    ///
    /// - Throws: `BlobError`, what the body throws, and `CancellationError`.
    package func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64
    ) async throws -> StoredBlob {
        let subject = BlobSubject(reference: reference, in: domain, limit: limit)
        let source = UploadSource(body, limit: limit)
        let head = try await source.readHead(upTo: options.replayableBytes)
        if head.isWhole {
            return try await repeating(about: subject) { placement in
                try await self.upload(.bytes(head.bytes), about: subject, to: placement)
            }
        }
        try await confirmPlacement(of: reference, in: domain)
        let body = UploadBody(head: head.bytes, source: source)
        return try await source.lending {
            try await once(about: subject) { placement in
                try await self.upload(.stream(body), about: subject, to: placement)
            }
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
                    base: placement.base,
                    target: InternalPath.reference(reference, in: domain),
                    timeout: self.options.callTimeout,
                    epoch: placement.epoch
                )
            )
            _ = try await response.body.collect(upTo: APICoding.maximumBytes)
        }
    }

    /// Lets a node object to the placement before a body is sent that cannot be sent twice.
    private func confirmPlacement(of reference: ReferenceID, in domain: DedupDomain) async throws {
        do {
            _ = try await blob(of: reference, in: domain)
        } catch let error as BlobError where error.isAbsence {
            return
        }
    }

    private func upload(
        _ body: InternalRequest.Body,
        about subject: BlobSubject,
        to placement: Placement
    ) async throws -> StoredBlob {
        guard let reference = subject.reference, let limit = subject.limit else {
            preconditionFailure("An upload is about a reference and has a limit.")
        }
        return try await value(
            StoredBlob.self,
            of: InternalRequest(
                operation: .putReference,
                base: placement.base,
                target: InternalPath.reference(reference, in: subject.domain) + "?limit=\(limit)",
                timeout: options.uploadTimeout,
                epoch: placement.epoch,
                body: body
            )
        )
    }
}
