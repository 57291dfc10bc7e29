package import BlobModel

extension StoppedShard {
    /// Returns what a reference names, once it is certain that each chunk of it has a place that is not known to be damaged.
    ///
    /// The manifest is read, the chunks are not: what a rebuild or a scrub found in them counts.
    ///
    /// - Throws: `BlobError.referenceNotFound`, `.notFound` and `.corrupt` when bytes of it are missing or damaged, and what
    ///   the index and the file system throw.
    package func availableBlob(of reference: ReferenceID, in domain: DedupDomain) throws(BlobError) -> BlobDescription {
        guard let found = try looking({ () throws(BlobStoreError) in try reader.blob(of: reference, in: domain) })
        else { throw .referenceNotFound(reference) }
        try looking { () throws(BlobStoreError) in
            _ = try reader.locate(try reader.slices(of: found.blob, in: domain, range: nil), in: domain)
        }
        return found
    }

    private func looking<Value>(_ body: () throws(BlobStoreError) -> Value) throws(BlobError) -> Value {
        do throws(BlobStoreError) {
            return try body()
        } catch .chunkMissing(let chunk) {
            throw .corrupt(chunk)
        } catch {
            throw BlobError(error)
        }
    }
}
