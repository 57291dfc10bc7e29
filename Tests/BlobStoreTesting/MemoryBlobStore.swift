package import BlobModel
import Cryptography
import Synchronization

/// A store of blobs in memory, for tests of what stands above a store.
///
/// It keeps the contract of `BlobStorage` but for durability. Blobs are kept whole, and those without a reference stay
/// until the store goes.
package final class MemoryBlobStore: BlobStorage {
    private struct Contents {
        var blobs: [ContentID: [UInt8]] = [:]
        var references: [ReferenceID: ContentID] = [:]
    }

    private let domains = Mutex<[DedupDomain: Contents]>([:])
    private let failure = Mutex<BlobError?>(nil)

    /// Makes an empty store.
    package init() {}

    /// Makes every further call fail with an error, or succeed again with nil.
    package func fail(with error: BlobError?) {
        failure.withLock { $0 = error }
    }

    /// Returns the references that a domain has, in no order.
    package func references(in domain: DedupDomain) -> Set<ReferenceID> {
        domains.withLock { Set($0[domain, default: Contents()].references.keys) }
    }

    /// Returns what the store tells of a blob.
    package func description(of blob: ContentID, in domain: DedupDomain) async throws -> BlobDescription {
        BlobDescription(blob: blob, size: UInt64(try contents(of: blob, in: domain).count))
    }

    /// Returns the bytes of a blob, or of a part of it.
    package func read(_ blob: ContentID, in domain: DedupDomain, range: Range<UInt64>?) async throws -> ByteStream {
        let bytes = try contents(of: blob, in: domain)
        let size = UInt64(bytes.count)
        let range = range ?? 0..<size
        guard range.upperBound <= size else { throw BlobError.rangeNotSatisfiable(size: size) }
        return .bytes(Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
    }

    /// Stores the bytes of a body as a blob and names the reference that keeps it alive.
    package func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64
    ) async throws -> StoredBlob {
        try throwFailure()
        let bytes = try await Self.read(body, limit: limit)
        let blob = ContentID(of: bytes.span)
        return try domains.withLock { domains in
            var contents = domains[domain, default: Contents()]
            let former = contents.references[reference]
            guard former == nil || former == blob else { throw BlobError.referenceConflict(reference) }
            let isNew = contents.blobs.updateValue(bytes, forKey: blob) == nil
            contents.references[reference] = blob
            domains[domain] = contents
            let size = UInt64(bytes.count)
            return StoredBlob(blob: blob, size: size, addedBytes: isNew ? size : 0, wasPresent: former != nil)
        }
    }

    /// Releases a reference.
    package func release(_ reference: ReferenceID, in domain: DedupDomain) async throws {
        try throwFailure()
        domains.withLock { _ = $0[domain]?.references.removeValue(forKey: reference) }
    }

    /// Returns what the store tells of the blob of a reference.
    package func blob(of reference: ReferenceID, in domain: DedupDomain) async throws -> BlobDescription {
        try throwFailure()
        guard let blob = domains.withLock({ $0[domain]?.references[reference] }) else {
            throw BlobError.referenceNotFound(reference)
        }
        return try await description(of: blob, in: domain)
    }

    private func contents(of blob: ContentID, in domain: DedupDomain) throws -> [UInt8] {
        try throwFailure()
        guard let bytes = domains.withLock({ $0[domain]?.blobs[blob] }) else { throw BlobError.notFound(blob) }
        return bytes
    }

    private func throwFailure() throws {
        if let error = failure.withLock({ $0 }) { throw error }
    }

    private static func read(_ body: ByteStream, limit: UInt64) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        var pieces = body.makeAsyncIterator()
        while true {
            let next: [UInt8]?
            do { next = try await pieces.next() } catch { throw BlobError.bodyFailed("\(error)") }
            // A sequence may end without an error when its reader is cancelled.
            guard !Task.isCancelled else { throw BlobError.bodyFailed("The upload was cancelled.") }
            guard let piece = next else { return bytes }
            guard UInt64(bytes.count + piece.count) <= limit else { throw BlobError.tooLarge(limit: limit) }
            bytes += piece
        }
    }
}
