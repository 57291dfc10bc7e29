import AttachmentStore
import BlobModel

/// Copies the bytes of attachments into another home, each under a reference of its own.
///
/// Each home keeps what it links: purging one never breaks another.
struct AttachmentCopier: Sendable {
    /// The bytes of an attachment in a home that has them.
    struct Source: Sendable {
        /// The attachment.
        let attachment: AttachmentID

        /// Its bytes.
        let blob: ContentID

        /// Their number.
        let size: UInt64

        /// The home that has them.
        let domain: DedupDomain
    }

    /// Where the bytes are.
    let blobs: any BlobStorage

    /// Releases the copies of a PUT that fails.
    let releaser: ReferenceReleaser

    /// Copies attachments one after the other.
    ///
    /// - Parameters:
    ///   - sources: What to copy.
    ///   - domain: The home that gets the copies.
    /// - Returns: The new references, durable.
    /// - Throws: `ObjectWriteOutdated` where a home let its bytes go meanwhile; `BlobError`. The copies that were made
    ///   are released then.
    func copy(_ sources: [Source], into domain: DedupDomain) async throws -> [AttachmentID: ReferenceID] {
        var copies: [AttachmentID: ReferenceID] = [:]
        do {
            for source in sources {
                let reference = ReferenceID.random()
                copies[source.attachment] = reference
                try await copy(source, as: reference, into: domain)
            }
            return copies
        } catch {
            for reference in copies.values { releaser.release(reference, in: domain) }
            // Whether another home still has the bytes is found out by another look.
            if case BlobError.notFound = error { throw ObjectWriteOutdated(cause: error) }
            throw error
        }
    }

    private func copy(_ source: Source, as reference: ReferenceID, into domain: DedupDomain) async throws {
        let bytes = try await blobs.read(source.blob, in: source.domain, range: nil)
        let stored = try await blobs.put(bytes, as: reference, in: domain, limit: source.size)
        guard stored.blob == source.blob else { throw BlobError.corrupt(source.blob) }
    }
}
