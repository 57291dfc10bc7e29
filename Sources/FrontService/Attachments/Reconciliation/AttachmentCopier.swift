import AttachmentStore
import BlobModel
import ManagedAttachments
import WebDAV

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
    /// - Returns: The copies, durable.
    /// - Throws: `ObjectWriteOutdated` where a home let its bytes go meanwhile; `WebDAVError` 403 where they were erased for
    ///   good; `BlobError`. The copies that were made are released then.
    func copy(_ sources: [Source], into domain: DedupDomain) async throws -> [AttachmentID: StoredCopy] {
        var copies: [AttachmentID: StoredCopy] = [:]
        var begun: [ReferenceID] = []
        do {
            for source in sources {
                let reference = ReferenceID.random()
                begun.append(reference)
                copies[source.attachment] = try await copy(source, as: reference, into: domain)
            }
            return copies
        } catch {
            for reference in begun { releaser.release(reference, in: domain) }
            // Whether another home still has the bytes is found out by another look.
            if case BlobError.notFound = error { throw ObjectWriteOutdated(cause: error) }
            throw error
        }
    }

    private func copy(
        _ source: Source,
        as reference: ReferenceID,
        into domain: DedupDomain
    ) async throws -> StoredCopy {
        let bytes = try await bytes(of: source)
        let stored = try await blobs.put(bytes, as: reference, in: domain, limit: source.size)
        guard stored.blob == source.blob else { throw BlobError.corrupt(source.blob) }
        return StoredCopy(reference: reference, place: stored.place)
    }

    /// What was erased is an attachment no more (RFC 8607 §3.11.1, CALDAV:valid-managed-id-parameter), and to look again,
    /// as for bytes that a home let go, would bring nothing.
    private func bytes(of source: Source) async throws -> ByteStream {
        do {
            return try await blobs.read(source.blob, in: source.domain, range: nil)
        } catch BlobError.gone {
            let id = ManagedID(source.attachment.text)
            throw WebDAVError(ManagedAttachmentViolation.validManagedIDParameter(id))
        }
    }
}
