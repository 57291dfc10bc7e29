import BlobModel
import RandomTesting

/// A blob that a workload puts and a check looks for.
struct ProbeBlob: Hashable, Sendable {
    /// "Blobs up to 64 KiB stay whole", whose one chunk has their name.
    private static let largestOfOneChunk = 64 << 10

    /// The reference under which it is put; each is used for one blob.
    let reference: ReferenceID
    /// The domain that has it.
    let domain: DedupDomain
    /// Its bytes.
    let bytes: [UInt8]

    /// Makes a blob with a reference that follows from the generator.
    init(domain: DedupDomain, bytes: [UInt8], _ random: inout SeededGenerator) {
        guard let reference = ReferenceID(bytes: random.bytes(ReferenceID.byteCount)) else {
            preconditionFailure("As many bytes as a reference has are a reference.")
        }
        self.reference = reference
        self.domain = domain
        self.bytes = bytes
    }

    /// Returns the same bytes with another reference.
    func again(_ random: inout SeededGenerator) -> ProbeBlob {
        ProbeBlob(domain: domain, bytes: bytes, &random)
    }

    /// Its content ID.
    var id: ContentID { ContentID(of: bytes.span) }

    /// Whether it may have more than one chunk.
    var hasSeveralChunks: Bool { bytes.count > Self.largestOfOneChunk }

    /// What it is for the shard, under whatever reference.
    var content: Content { Content(domain: domain, id: id) }

    /// Bytes of a domain.
    struct Content: Hashable, Sendable {
        /// The domain.
        let domain: DedupDomain
        /// The content ID.
        let id: ContentID
    }
}
