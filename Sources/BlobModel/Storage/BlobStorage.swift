/// Reads blobs.
///
/// A read answers with the bytes that were put or throws; it never answers with other bytes.
package protocol BlobReader: Sendable {
    /// Returns what the store tells of a blob.
    ///
    /// - Throws: ``BlobError/notFound(_:)`` when the domain has no such blob.
    func description(of blob: ContentID, in domain: DedupDomain) async throws -> BlobDescription

    /// Returns the bytes of a blob, or of a part of it.
    ///
    /// What can be refused is refused before the stream is returned. A fault that shows later ends the stream with an error,
    /// so that a reader never takes a cut stream for a whole one.
    ///
    /// - Parameters:
    ///   - blob: The blob's content ID.
    ///   - domain: The domain that has it.
    ///   - range: The bytes wanted, or nil for all. It must lie within the blob; an empty range gives no bytes.
    /// - Returns: The bytes, in order.
    /// - Throws: ``BlobError/notFound(_:)``, and ``BlobError/rangeNotSatisfiable(size:)`` when the range leaves the blob.
    func read(_ blob: ContentID, in domain: DedupDomain, range: Range<UInt64>?) async throws -> ByteStream
}

/// Puts blobs and releases the references to them.
package protocol BlobWriter: Sendable {
    /// Stores the bytes of a body as a blob and names the reference that keeps it alive.
    ///
    /// The call returns only when bytes, manifest, and reference are durable. It may be repeated: the same reference with
    /// the same bytes succeeds and adds nothing. A body that fails, a limit that is passed, or a cancelled task leaves no
    /// reference. The body is read with backpressure, a few MiB ahead of the disk at most.
    ///
    /// - Parameters:
    ///   - body: The bytes; read once, to the end unless the call throws.
    ///   - reference: The reference to add; never one that was released before.
    ///   - domain: The domain that pays for the bytes and within which equal bytes are stored once.
    ///   - limit: The most bytes that the body may have.
    /// - Returns: What was stored, and how much of it was new.
    /// - Throws: ``BlobError/tooLarge(limit:)`` as soon as the limit is passed; ``BlobError/referenceConflict(_:)`` when the
    ///   reference is there with other bytes; ``BlobError/insufficientSpace`` when the disk is full;
    ///   ``BlobError/bodyFailed(_:)`` when the body ends with an error.
    func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64
    ) async throws -> StoredBlob

    /// Stores the bytes of a body whose length was declared.
    ///
    /// A store that can tells before it reads the body that it is not there, takes nothing for the domain any more, or has
    /// no room for so many bytes; whoever sends the body has not sent it in vain then. One that cannot does as it does
    /// for a body of which nothing is known.
    ///
    /// - Parameters:
    ///   - body: The bytes; read once, to the end unless the call throws.
    ///   - reference: The reference to add; never one that was released before.
    ///   - domain: The domain that pays for the bytes and within which equal bytes are stored once.
    ///   - limit: The most bytes that the body may have.
    ///   - length: The bytes that the body is said to have; nil when nobody said it.
    /// - Returns: What was stored, and how much of it was new.
    /// - Throws: As ``put(_:as:in:limit:)``.
    func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64,
        expecting length: UInt64?
    ) async throws -> StoredBlob

    /// Releases a reference, durably when the call returns.
    ///
    /// The bytes stay readable until they are collected. An unknown reference is no error, so that a release may be repeated.
    func release(_ reference: ReferenceID, in domain: DedupDomain) async throws
}

extension BlobWriter {
    /// Stores the bytes of a body, whatever their length was said to be.
    package func put(
        _ body: ByteStream,
        as reference: ReferenceID,
        in domain: DedupDomain,
        limit: UInt64,
        expecting length: UInt64?
    ) async throws -> StoredBlob {
        try await put(body, as: reference, in: domain, limit: limit)
    }
}

/// Tells which blob a reference keeps alive.
package protocol ReferenceReader: Sendable {
    /// Returns what the store tells of the blob of a reference.
    ///
    /// - Throws: ``BlobError/referenceNotFound(_:)`` when the domain has no such reference.
    func blob(of reference: ReferenceID, in domain: DedupDomain) async throws -> BlobDescription
}

/// A store of blobs with all rights: one in memory, one shard, all shards of a node, or all nodes over HTTP.
package typealias BlobStorage = BlobReader & BlobWriter & ReferenceReader
