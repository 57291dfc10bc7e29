import BlobModel

/// A store with a domain that nothing else uses, and the steps that the rules share.
struct ConformanceScene {
    /// The store that is checked.
    let store: any BlobStorage

    /// The domain in which the rules put.
    let domain: DedupDomain

    /// Makes a scene with a new domain.
    init(store: any BlobStorage) throws {
        self.store = store
        domain = try .sample()
    }

    /// Puts bytes in pieces of 48 KiB under a reference, without a limit that matters.
    @discardableResult
    func put(_ bytes: [UInt8], as reference: ReferenceID = .random()) async throws -> StoredBlob {
        let body = ByteStream.pieces(of: bytes, length: 48 << 10)
        return try await store.put(body, as: reference, in: domain, limit: UInt64(bytes.count))
    }

    /// Returns the bytes of a blob, or of a part of it.
    func read(_ blob: ContentID, range: Range<UInt64>? = nil) async throws -> [UInt8] {
        try await store.read(blob, in: domain, range: range).collect(upTo: 64 << 20)
    }

    /// Throws unless the domain lacks a reference.
    func requireAbsence(of reference: ReferenceID, file: StaticString = #fileID, line: UInt = #line) async throws {
        try await requireFailure(.referenceNotFound(reference), file: file, line: line) {
            _ = try await store.blob(of: reference, in: domain)
        }
    }
}
