import BlobAPI
package import BlobModel

extension BlobCluster: ReferenceReader {
    /// Returns the description of the blob that a reference keeps alive.
    ///
    /// - Throws: `BlobError` and `CancellationError`.
    package func blob(of reference: ReferenceID, in domain: DedupDomain) async throws -> BlobDescription {
        try await repeating(about: BlobSubject(reference: reference, in: domain)) { placement in
            try await self.value(
                BlobDescription.self,
                of: InternalRequest(
                    operation: .readReference,
                    peer: placement.peer,
                    target: InternalPath.reference(reference, in: domain),
                    timeout: self.options.callTimeout,
                    epoch: placement.epoch
                )
            )
        }
    }
}
